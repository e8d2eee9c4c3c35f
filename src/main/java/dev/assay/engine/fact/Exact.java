package dev.assay.engine.fact;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact arithmetic for consequences of rules that handle money. Quotients have 10 decimals, half up. */
public final class Exact {
    private static final int QUOTIENT_SCALE = 10;

    private Exact() {}

    public static BigDecimal of(String plain) {
        return new BigDecimal(plain);
    }

    /** The decimal {@code unscaled ÷ 10^scale}: a literal that costs nothing to read. */
    public static BigDecimal of(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    /** A double's shortest decimal form. */
    public static BigDecimal of(double value) {
        return BigDecimal.valueOf(value);
    }

    public static BigDecimal plus(BigDecimal a, BigDecimal b) {
        return a.add(b);
    }

    public static BigDecimal minus(BigDecimal a, BigDecimal b) {
        return a.subtract(b);
    }

    public static BigDecimal times(BigDecimal a, BigDecimal b) {
        return a.multiply(b);
    }

    public static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        return a.divide(b, QUOTIENT_SCALE, RoundingMode.HALF_UP);
    }

    public static BigDecimal min(BigDecimal a, BigDecimal b) {
        return a.min(b);
    }

    public static BigDecimal max(BigDecimal a, BigDecimal b) {
        return a.max(b);
    }
}
