package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether conditions hold for a customer, by the same words as the compiled rules: nothing but {@code == null} matches no data. */
final class Truth {
    private static final int TEXT_LENGTH_MAX = 200;

    private final Operands operands;
    private final Map<String, @Nullable Object> values;

    /** The values by operand; what isn't given has no data. Texts of a set are a collection. */
    Truth(Operands operands, Map<String, @Nullable Object> values) {
        this.operands = operands;
        this.values = values;
    }

    /** Patterns are only tried on texts on which all of them are cheap. */
    static boolean isTooLong(@Nullable Object value) {
        return value instanceof String text && text.length() > TEXT_LENGTH_MAX;
    }

    boolean holds(List<Expr> conditions) {
        return conditions.stream().allMatch(this::holds);
    }

    boolean holds(Expr condition) {
        if (condition instanceof Expr.Membership membership) {
            return member(membership);
        }
        Expr.Binary binary = (Expr.Binary) condition;
        return switch (binary.operator()) {
            case AND -> holds(binary.left()) && holds(binary.right());
            case OR -> holds(binary.left()) || holds(binary.right());
            default -> compared(binary);
        };
    }

    private boolean member(Expr.Membership membership) {
        Object value = value(membership.subject());
        if (value == null) {
            return false;
        }
        Kind kind = operands.kind(membership.subject());
        boolean found =
                membership.options().stream().anyMatch(option -> Operands.same(value, Operands.constant(kind, option)));
        return found != membership.negated();
    }

    private boolean compared(Expr.Binary comparison) {
        Object left = value(comparison.left());
        if (comparison.right() instanceof Expr.NoData) {
            return (left == null) == (comparison.operator() == Operator.EQUAL);
        }
        Object right = Operands.isOperand(comparison.right())
                ? value(comparison.right())
                : Operands.constant(constantKind(comparison), comparison.right());
        return left != null && right != null && compare(left, comparison.operator(), right);
    }

    private Kind constantKind(Expr.Binary comparison) {
        Kind kind = operands.kind(comparison.left());
        return kind == Kind.TEXTS ? Kind.TEXT : kind;
    }

    static boolean compare(Object left, Operator operator, Object right) {
        return switch (operator) {
            case EQUAL -> Operands.same(left, right);
            case UNEQUAL -> !Operands.same(left, right);
            case LESS -> Operands.compare(left, right) < 0;
            case AT_MOST -> Operands.compare(left, right) <= 0;
            case GREATER -> Operands.compare(left, right) > 0;
            case AT_LEAST -> Operands.compare(left, right) >= 0;
            case MATCHES -> !isTooLong(left) && Pattern.matches(right.toString(), left.toString());
            case CONTAINS -> contains(left, right);
            case NOT_CONTAINS -> !contains(left, right);
            default -> throw new IllegalStateException("no comparison: " + operator);
        };
    }

    private static boolean contains(Object left, Object right) {
        return left instanceof Collection<?> texts
                ? texts.contains(right)
                : left.toString().contains(right.toString());
    }

    private @Nullable Object value(Expr operand) {
        return values.get(Operands.name(operand));
    }
}
