package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.syntax.RuleNode.Annotation;
import dev.assay.engine.ruleset.syntax.RuleNode.Binding;
import dev.assay.engine.ruleset.syntax.RuleNode.EffectCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parts of one rule: header, pattern, consequence. */
final class RuleBody {
    static final Set<String> ANNOTATIONS = Set.of("code", "zh", "en", "group", "validFrom", "validTo");
    private static final int SALIENCE_MAX = 1_000_000;
    private static final Set<String> REFUSED_STATEMENTS = Set.of(
            "while",
            "for",
            "do",
            "if",
            "switch",
            "try",
            "new",
            "insert",
            "insertLogical",
            "modify",
            "update",
            "delete",
            "retract",
            "drools",
            "return",
            "throw",
            "var",
            "synchronized",
            "class",
            "break",
            "kcontext",
            "channels");
    private static final Set<String> REFUSED_PATTERNS = Set.of(
            "not", "exists", "forall", "eval", "accumulate", "acc", "from", "or", "and", "collect", "over", "query");

    private final TokenStream in;
    private final Problems problems;
    private final @Nullable String rule;
    private final List<Binding> bindings = new ArrayList<>();
    private final List<Expr> conditions = new ArrayList<>();
    private final List<EffectCall> effects = new ArrayList<>();
    private @Nullable String customer;

    RuleBody(TokenStream in, Problems problems, @Nullable String rule) {
        this.in = in;
        this.problems = problems;
        this.rule = rule;
    }

    @Nullable
    String customer() {
        return customer;
    }

    List<Binding> bindings() {
        return bindings;
    }

    List<Expr> conditions() {
        return conditions;
    }

    List<EffectCall> effects() {
        return effects;
    }

    /** Annotations and attributes up to {@code when}; returns the salience. */
    int header(Map<String, Annotation> annotations) {
        int salience = 0;
        while (!in.looksAt("when")) {
            Token token = in.peek();
            if (in.take("@")) {
                annotation(annotations);
            } else if (in.take("salience")) {
                salience = salience();
            } else if (in.take("attributes")) {
                in.take(":");
            } else if (token.kind() == Token.Kind.WORD && !token.is("then") && !token.is("end")) {
                throw new SyntaxFault(attributeSpan(token), Fault.UNKNOWN_ATTRIBUTE, attributeName(token));
            } else if (!in.take(",")) {
                throw in.expected("when");
            }
        }
        return salience;
    }

    private String attributeName(Token token) {
        return in.peekAfter(1).is("-") ? token.text() + "-" + in.peekAfter(2).text() : token.text();
    }

    private Span attributeSpan(Token token) {
        Span span = token.span();
        return new Span(
                span.file(), span.line(), span.column(), attributeName(token).length(), span.cell());
    }

    void annotation(Map<String, Annotation> annotations) {
        Token name = in.expect(Token.Kind.WORD, "annotation / 注解");
        in.expect("(");
        Token value = in.expect(Token.Kind.TEXT, "\"text\"");
        in.expect(")");
        if (!ANNOTATIONS.contains(name.text())) {
            problems.error(name.span(), rule, Fault.UNKNOWN_ANNOTATION, name.text());
        } else if (annotations.putIfAbsent(name.text(), new Annotation(value.text(), value.span())) != null) {
            problems.error(name.span(), rule, Fault.DUPLICATE_ANNOTATION, name.text());
        }
    }

    int salience() {
        int sign = in.take("-") ? -1 : 1;
        Token value = in.peek();
        boolean whole = value.kind() == Token.Kind.NUMBER
                && value.text().length() <= 7
                && !value.text().contains(".")
                && Integer.parseInt(value.text()) <= SALIENCE_MAX;
        if (!whole) {
            throw new SyntaxFault(value.span(), Fault.BAD_SALIENCE, value.shown());
        }
        in.next();
        return sign * Integer.parseInt(value.text());
    }

    /** {@code $c : Customer( … )}. */
    void pattern() {
        Token first = in.peek();
        if (REFUSED_PATTERNS.contains(first.text()) && first.kind() == Token.Kind.WORD) {
            throw new SyntaxFault(first.span(), Fault.REFUSED_CONSTRUCT, first.text());
        }
        if (in.peekAfter(1).is(":")) {
            customer = in.expect(Token.Kind.WORD, "$c").text();
            in.next();
        }
        Token type = in.expect(Token.Kind.WORD, "Customer");
        if (!type.text().equals("Customer") || !in.looksAt("(")) {
            boolean refused = REFUSED_PATTERNS.contains(type.text());
            throw new SyntaxFault(type.span(), refused ? Fault.REFUSED_CONSTRUCT : Fault.WRONG_PATTERN, type.shown());
        }
        if (customer == null || !customer.startsWith("$")) {
            throw new SyntaxFault(first.span(), Fault.UNNAMED_CUSTOMER);
        }
        in.next();
        constraints();
        refuseAnotherPattern();
    }

    private void constraints() {
        if (in.take(")")) {
            return;
        }
        do {
            constraint();
        } while (in.take(","));
        in.expect(")");
    }

    private void refuseAnotherPattern() {
        Token after = in.peek();
        if (after.kind() != Token.Kind.WORD || after.is("then")) {
            return;
        }
        if (in.peekAfter(1).is(".")) {
            throw in.expected("then");
        }
        boolean refused = REFUSED_PATTERNS.contains(after.text());
        throw new SyntaxFault(after.span(), refused ? Fault.REFUSED_CONSTRUCT : Fault.SECOND_PATTERN, after.text());
    }

    /** {@code x > 3}, {@code $v : x} or {@code $v : x > 3}. */
    void constraint() {
        ExprParser parser = new ExprParser(in);
        if (in.peek().kind() == Token.Kind.WORD && in.peekAfter(1).is(":")) {
            Token name = in.next();
            in.next();
            Expr whole = parser.parse();
            Expr source = whole;
            while (source instanceof Expr.Binary binary) {
                source = binary.left();
            }
            if (source instanceof Expr.Membership membership) {
                source = membership.subject();
            }
            bindings.add(new Binding(name.text(), source, name.span()));
            if (whole != source) {
                conditions.add(whole);
            }
        } else {
            conditions.add(parser.parse());
        }
    }

    void consequence() {
        while (!in.looksAt("end") && !in.atEnd()) {
            if (!in.take(";")) {
                statement();
            }
        }
    }

    /** {@code $c.effect( … );}. */
    void statement() {
        Token receiver = in.peek();
        if (receiver.kind() == Token.Kind.WORD && REFUSED_STATEMENTS.contains(receiver.text())) {
            throw new SyntaxFault(receiver.span(), Fault.REFUSED_CONSTRUCT, receiver.text());
        }
        boolean call = receiver.kind() == Token.Kind.WORD
                && in.peekAfter(1).is(".")
                && in.peekAfter(2).kind() == Token.Kind.WORD
                && in.peekAfter(3).is("(");
        if (!call) {
            throw new SyntaxFault(
                    receiver.span(), Fault.BAD_STATEMENT, receiver.shown(), customer == null ? "$c" : customer);
        }
        in.next();
        in.next();
        Token method = in.next();
        List<Expr> arguments = new ExprParser(in).callArguments();
        if (!in.take(";") && !in.atEnd()) {
            throw in.expected(";");
        }
        effects.add(new EffectCall(receiver.text(), method.text(), arguments, method.span()));
    }
}
