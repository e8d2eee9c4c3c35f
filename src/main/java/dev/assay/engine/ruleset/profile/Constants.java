package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic on literals and parameters, done exactly when a ruleset is compiled; quotients have 16 digits. */
public final class Constants {
    private Constants() {}

    /** The number an expression without properties stands for; null if it has any, or divides by zero. */
    public static @Nullable BigDecimal of(Expr expr) {
        if (expr instanceof Expr.Number number) {
            return number.value();
        }
        if (expr instanceof Expr.Negative negative) {
            BigDecimal operand = of(negative.operand());
            return operand == null ? null : operand.negate();
        }
        if (expr instanceof Expr.Binary binary && binary.operator().isArithmetic()) {
            BigDecimal left = of(binary.left());
            BigDecimal right = of(binary.right());
            return left == null || right == null ? null : computed(binary.operator(), left, right);
        }
        if (expr instanceof Expr.Call call) {
            return called(call);
        }
        return null;
    }

    private static @Nullable BigDecimal computed(Expr.Operator operator, BigDecimal left, BigDecimal right) {
        return switch (operator) {
            case PLUS -> left.add(right);
            case MINUS -> left.subtract(right);
            case TIMES -> left.multiply(right, MathContext.DECIMAL128);
            default -> right.signum() == 0 ? null : left.divide(right, MathContext.DECIMAL64);
        };
    }

    private static @Nullable BigDecimal called(Expr.Call call) {
        List<Expr> arguments = call.arguments();
        BigDecimal first = arguments.isEmpty() ? null : of(arguments.get(0));
        if (first == null) {
            return null;
        }
        if (call.function().equals("Math.abs") && arguments.size() == 1) {
            return first.abs();
        }
        BigDecimal second = arguments.size() == 2 ? of(arguments.get(1)) : null;
        if (second == null) {
            return null;
        }
        return switch (call.function()) {
            case "Math.min" -> first.min(second);
            case "Math.max" -> first.max(second);
            default -> null;
        };
    }
}
