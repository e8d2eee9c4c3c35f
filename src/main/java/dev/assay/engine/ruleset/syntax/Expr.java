package dev.assay.engine.ruleset.syntax;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition or a computation in a rule, as written. */
public sealed interface Expr {

    Span span();

    /**
     * A number.
     *
     * @param whole written without a decimal point
     */
    record Number(BigDecimal value, boolean whole, Span span) implements Expr {}

    /** Text in quotes. */
    record Text(String value, Span span) implements Expr {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value, Span span) implements Expr {}

    /** {@code null}: no data. */
    record NoData(Span span) implements Expr {}

    /** {@code Param.name}. */
    record Parameter(String name, Span span) implements Expr {}

    /** A property of the customer. */
    record Property(String name, Span span) implements Expr {}

    /** {@code attrs["key"]}. */
    record Attribute(String key, Span span) implements Expr {}

    /** {@code $name}, bound in the pattern. */
    record Variable(String name, Span span) implements Expr {}

    /** Two operands. */
    record Binary(Operator operator, Expr left, Expr right, Span span) implements Expr {}

    /** {@code -x}. */
    record Negative(Expr operand, Span span) implements Expr {}

    /** {@code !x}. */
    record Not(Expr operand, Span span) implements Expr {}

    /** {@code x in (a, b)} and {@code x not in (a, b)}. */
    record Membership(Expr subject, boolean negated, List<Expr> options, Span span) implements Expr {}

    /** {@code Math.min(a, b)} or any other call; which are allowed is not decided here. */
    record Call(String function, List<Expr> arguments, Span span) implements Expr {}

    /** What stands between two operands. */
    enum Operator {
        OR("||"),
        AND("&&"),
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">="),
        MATCHES("matches"),
        CONTAINS("contains"),
        NOT_CONTAINS("not contains"),
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDED("/");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        public boolean isComparison() {
            return compareTo(EQUAL) >= 0 && compareTo(NOT_CONTAINS) <= 0;
        }

        public boolean isOrder() {
            return compareTo(LESS) >= 0 && compareTo(AT_LEAST) <= 0;
        }

        public boolean isArithmetic() {
            return compareTo(PLUS) >= 0;
        }

        static @Nullable Operator of(String symbol) {
            for (Operator operator : values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
            return null;
        }
    }
}
