package dev.assay.engine.improvement;

import dev.assay.engine.fact.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The values of a metric that a hint may name: multiples of a step within bounds. The step is 1 for days, counts and money, 0.1 for days
 * with a fraction and for what runs to 100, 0.001 for ratios.
 *
 * @param first smallest value, in steps
 * @param last largest value, in steps
 * @param range distance of the bounds the metric has by its definition; 0 if it has none
 */
record Scale(Metric metric, BigDecimal step, long first, long last, double range) {
    private static final double SHARE_UNITS = 1e6;
    private static final double MONEY_MAX = 1e12;
    private static final double DAYS_MAX = 36_500;
    private static final double COUNT_MAX = 1e6;
    private static final double RATIO_MAX = 1e4;

    static Scale of(Metric metric) {
        double from = metric.lowest();
        double to = metric.highest();
        BigDecimal step = switch (metric.type()) {
            case MONEY, DAYS, COUNT, TEXT, FLAG -> BigDecimal.ONE;
            case DECIMAL_DAYS -> new BigDecimal("0.1");
            case RATIO -> new BigDecimal(to > 1 && to <= 100 ? "0.1" : "0.001");
        };
        double most = switch (metric.type()) {
            case MONEY -> MONEY_MAX;
            case DAYS, DECIMAL_DAYS -> DAYS_MAX;
            case COUNT -> COUNT_MAX;
            case RATIO, TEXT, FLAG -> RATIO_MAX;
        };
        BigDecimal first = BigDecimal.valueOf(Math.max(from, -most));
        BigDecimal last = BigDecimal.valueOf(Math.min(to, most));
        boolean bounded = Double.isFinite(from) && Double.isFinite(to);
        return new Scale(
                metric,
                step,
                first.divide(step, 0, RoundingMode.CEILING).longValueExact(),
                last.divide(step, 0, RoundingMode.FLOOR).longValueExact(),
                bounded ? to - from : 0);
    }

    /** The next value below, in steps. */
    long below(BigDecimal value) {
        return value.divide(step, 0, RoundingMode.CEILING).longValueExact() - 1;
    }

    /** The next value above, in steps. */
    long above(BigDecimal value) {
        return value.divide(step, 0, RoundingMode.FLOOR).longValueExact() + 1;
    }

    long clamped(long steps) {
        return Math.max(first, Math.min(last, steps));
    }

    BigDecimal number(long steps) {
        return step.multiply(BigDecimal.valueOf(steps));
    }

    /** The value as the metric's Java type. */
    Object value(long steps) {
        BigDecimal number = number(steps);
        return switch (metric.type()) {
            case MONEY -> number;
            case DAYS, COUNT -> number.intValueExact();
            default -> number.doubleValue();
        };
    }

    /** A change as a share, see {@link Improvement}; six decimals. */
    double share(BigDecimal from, BigDecimal to) {
        double change = to.subtract(from).abs().doubleValue();
        double whole =
                range > 0 ? range : Math.max(from.abs().doubleValue(), to.abs().doubleValue());
        return Math.rint(change / whole * SHARE_UNITS) / SHARE_UNITS;
    }
}
