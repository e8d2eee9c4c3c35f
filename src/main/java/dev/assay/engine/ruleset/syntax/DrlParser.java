package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.syntax.RuleNode.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a DRL file of the rule profile. What lies outside the profile is no part of the tree and so can never reach Drools: the
 * compiled rules are written anew from the tree.
 */
public final class DrlParser {
    private static final Set<String> TOP_LEVEL_REFUSED = Set.of(
            "function", "declare", "global", "query", "dialect", "unit", "template", "expander", "window", "enum");
    private static final Set<String> CUSTOMER_IMPORTS =
            Set.of("dev.assay.engine.fact.Customer", "dev.assay.engine.fact.*");

    private final TokenStream in;
    private final Problems problems;
    private final String phase;
    private final List<RuleNode> rules = new ArrayList<>();

    private DrlParser(TokenStream in, Problems problems, String phase) {
        this.in = in;
        this.problems = problems;
        this.phase = phase;
    }

    /** The rules that could be read; everything else is reported. */
    public static List<RuleNode> parse(SourceText source, String phase, Problems problems) {
        DrlParser parser = new DrlParser(new TokenStream(Lexer.tokens(source, problems)), problems, phase);
        while (!parser.in.atEnd() && !problems.isFull()) {
            parser.topLevel();
        }
        return parser.rules;
    }

    private void topLevel() {
        Token token = in.peek();
        if (token.is("rule")) {
            rule();
            return;
        }
        try {
            if (in.take("package")) {
                dottedName();
                in.take(";");
            } else if (in.take("import")) {
                importLine(token);
            } else if (TOP_LEVEL_REFUSED.contains(token.text())) {
                throw new SyntaxFault(token.span(), Fault.REFUSED_CONSTRUCT, token.text());
            } else if (!in.take(";")) {
                throw in.expected("rule");
            }
        } catch (SyntaxFault fault) {
            fault.tell(problems, null);
            skipToRule();
        }
    }

    private void importLine(Token start) {
        if (in.looksAt("function") || in.looksAt("static") || in.looksAt("accumulate") || in.looksAt("acc")) {
            throw new SyntaxFault(
                    start.span(), Fault.REFUSED_CONSTRUCT, "import " + in.peek().text());
        }
        Token first = in.peek();
        String name = dottedName();
        in.take(";");
        if (!CUSTOMER_IMPORTS.contains(name)) {
            problems.error(first.span(), null, Fault.FOREIGN_IMPORT, name);
        }
    }

    private String dottedName() {
        StringBuilder name =
                new StringBuilder(in.expect(Token.Kind.WORD, "name / 名称").text());
        while (in.take(".")) {
            name.append('.')
                    .append(
                            in.take("*")
                                    ? "*"
                                    : in.expect(Token.Kind.WORD, "name / 名称").text());
        }
        return name.toString();
    }

    private void rule() {
        in.next();
        String name = null;
        try {
            Token title = in.peek();
            if (title.kind() != Token.Kind.TEXT && title.kind() != Token.Kind.WORD) {
                throw in.expected("rule name / 规则名");
            }
            in.next();
            name = title.text();
            if (in.looksAt("extends")) {
                throw new SyntaxFault(in.peek().span(), Fault.REFUSED_CONSTRUCT, "extends");
            }
            RuleBody body = new RuleBody(in, problems, name);
            Map<String, Annotation> annotations = new LinkedHashMap<>();
            int salience = body.header(annotations);
            in.expect("when");
            body.pattern();
            in.expect("then");
            body.consequence();
            in.expect("end");
            in.take(";");
            Annotation group = annotations.get("group");
            rules.add(new RuleNode(
                    name,
                    title.span(),
                    phase,
                    group == null ? null : group.value(),
                    annotations,
                    salience,
                    body.customer(),
                    body.bindings(),
                    body.conditions(),
                    body.effects()));
        } catch (SyntaxFault fault) {
            fault.tell(problems, name);
            skipToRule();
        }
    }

    private void skipToRule() {
        while (!in.atEnd() && !startsRule()) {
            in.next();
        }
    }

    private boolean startsRule() {
        Token after = in.peekAfter(1);
        return in.looksAt("rule") && (after.kind() == Token.Kind.TEXT || after.kind() == Token.Kind.WORD);
    }
}
