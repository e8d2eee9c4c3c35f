package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions and computations; operators bind as in Java, comparisons don't chain. */
final class ExprParser {
    private static final int DEPTH_MAX = 40;
    private static final int NODES_MAX = 300;

    private final TokenStream in;
    private int depth;
    private int nodes;

    ExprParser(TokenStream in) {
        this.in = in;
    }

    Expr parse() {
        if (++depth > DEPTH_MAX) {
            throw new SyntaxFault(in.peek().span(), Fault.TOO_DEEP, DEPTH_MAX);
        }
        Expr left = and();
        while (in.looksAt("||")) {
            Token symbol = in.next();
            left = new Expr.Binary(Operator.OR, left, continued(left, this::and), symbol.span());
        }
        depth--;
        return left;
    }

    private Expr and() {
        Expr left = comparison();
        while (in.looksAt("&&")) {
            Token symbol = in.next();
            left = new Expr.Binary(Operator.AND, left, continued(left, this::comparison), symbol.span());
        }
        return left;
    }

    /** {@code x > 3 && < 5}: the second comparison takes the subject of the one before. */
    private Expr continued(Expr before, java.util.function.Supplier<Expr> otherwise) {
        Operator operator = Operator.of(in.peek().text());
        if (in.peek().kind() == Token.Kind.SYMBOL && operator != null && operator.isComparison()) {
            Expr subject = before;
            while (subject instanceof Expr.Binary binary) {
                subject = binary.operator().isComparison() ? binary.left() : binary.right();
            }
            Token symbol = in.next();
            return new Expr.Binary(operator, subject, sum(), symbol.span());
        }
        return otherwise.get();
    }

    private Expr comparison() {
        return compared(sum());
    }

    /** What may follow the subject of a comparison that is already read. */
    Expr compared(Expr left) {
        Token symbol = in.peek();
        if (symbol.is("in")) {
            in.next();
            return membership(left, false, symbol.span());
        }
        if (symbol.is("not") && in.peekAfter(1).is("in")) {
            in.next();
            in.next();
            return membership(left, true, symbol.span());
        }
        if (symbol.is("not") && in.peekAfter(1).is("contains")) {
            in.next();
            in.next();
            return new Expr.Binary(Operator.NOT_CONTAINS, left, sum(), symbol.span());
        }
        Operator operator = symbol.kind() == Token.Kind.TEXT ? null : Operator.of(symbol.text());
        if (operator != null && operator.isComparison()) {
            in.next();
            return new Expr.Binary(operator, left, sum(), symbol.span());
        }
        return left;
    }

    private Expr membership(Expr subject, boolean negated, Span span) {
        in.expect("(");
        return new Expr.Membership(subject, negated, arguments(), span);
    }

    /** Up to and with the closing parenthesis. */
    private List<Expr> arguments() {
        List<Expr> arguments = new ArrayList<>();
        if (in.take(")")) {
            return arguments;
        }
        do {
            arguments.add(parse());
        } while (in.take(","));
        in.expect(")");
        return arguments;
    }

    List<Expr> callArguments() {
        in.expect("(");
        return arguments();
    }

    private Expr sum() {
        Expr left = product();
        while (in.looksAt("+") || in.looksAt("-")) {
            Token symbol = in.next();
            left = binary(symbol, left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = unary();
        while (in.looksAt("*") || in.looksAt("/")) {
            Token symbol = in.next();
            left = binary(symbol, left, unary());
        }
        return left;
    }

    private static Expr binary(Token symbol, Expr left, Expr right) {
        Operator operator = Operator.of(symbol.text());
        if (operator == null) {
            throw new IllegalStateException("no operator: " + symbol);
        }
        return new Expr.Binary(operator, left, right, symbol.span());
    }

    private Expr unary() {
        if (in.looksAt("-") || in.looksAt("!")) {
            if (++depth > DEPTH_MAX) {
                throw new SyntaxFault(in.peek().span(), Fault.TOO_DEEP, DEPTH_MAX);
            }
            Token symbol = in.next();
            Expr operand = unary();
            depth--;
            return symbol.is("-") ? negative(operand, symbol.span()) : new Expr.Not(operand, symbol.span());
        }
        return primary();
    }

    private static Expr negative(Expr operand, Span span) {
        return operand instanceof Expr.Number number
                ? new Expr.Number(number.value().negate(), number.whole(), span)
                : new Expr.Negative(operand, span);
    }

    private Expr primary() {
        Token token = in.peek();
        if (++nodes > NODES_MAX) {
            throw new SyntaxFault(token.span(), Fault.TOO_LONG, NODES_MAX);
        }
        return switch (token.kind()) {
            case NUMBER -> {
                in.next();
                yield new Expr.Number(
                        new BigDecimal(token.text()), !token.text().contains("."), token.span());
            }
            case TEXT -> {
                in.next();
                yield new Expr.Text(token.text(), token.span());
            }
            case WORD -> named();
            case SYMBOL, END -> {
                if (!in.take("(")) {
                    throw in.expected("a value / 值");
                }
                Expr inner = parse();
                in.expect(")");
                yield inner;
            }
        };
    }

    private Expr named() {
        Token word = in.next();
        Expr literal = literal(word);
        if (literal != null) {
            return literal;
        }
        refuseConstruct(word);
        if (word.text().startsWith("$") && !in.looksAt(".")) {
            return new Expr.Variable(word.text(), word.span());
        }
        if (word.text().equals("Param") && in.take(".")) {
            Token name = in.expect(Token.Kind.WORD, "parameter / 参数名");
            return new Expr.Parameter(name.text(), joined(word, name));
        }
        if ((word.text().equals("attrs") || word.text().equals("attributes")) && in.take("[")) {
            Token key = in.expect(Token.Kind.TEXT, "\"key\"");
            in.expect("]");
            return new Expr.Attribute(key.text(), key.span());
        }
        String path = word.text();
        Token last = word;
        while (in.looksAt(".")) {
            in.next();
            last = in.expect(Token.Kind.WORD, "name / 名称");
            path += "." + last.text();
        }
        if (in.looksAt("(")) {
            return new Expr.Call(path, callArguments(), joined(word, last));
        }
        if (!path.equals(word.text())) {
            throw new SyntaxFault(joined(word, last), Fault.REFUSED_CONSTRUCT, path);
        }
        return new Expr.Property(path, word.span());
    }

    private static @Nullable Expr literal(Token word) {
        return switch (word.text()) {
            case "true", "false" -> new Expr.Flag(word.text().equals("true"), word.span());
            case "null" -> new Expr.NoData(word.span());
            default -> null;
        };
    }

    private static void refuseConstruct(Token word) {
        switch (word.text()) {
            case "new", "eval", "from", "accumulate", "drools", "this", "instanceof", "collect", "exists", "forall" ->
                throw new SyntaxFault(word.span(), Fault.REFUSED_CONSTRUCT, word.text());
            default -> {}
        }
    }

    private static Span joined(Token first, Token last) {
        Span a = first.span();
        Span b = last.span();
        if (a.line() != b.line()) {
            return a;
        }
        return new Span(
                a.file(), a.line(), a.column(), Math.max(a.length(), b.column() + b.length() - a.column()), a.cell());
    }
}
