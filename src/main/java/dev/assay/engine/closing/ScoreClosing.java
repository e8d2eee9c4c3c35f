package dev.assay.engine.closing;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import dev.assay.engine.ruleset.profile.CheckedRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Closes the score phase: the sum of all points, clamped to 0..100, one decimal, half up.
 *
 * <p>Points are computed in double precision. They are summed as whole billionths of a thousandth, so the sum is the same in any
 * order, and snapped to nine decimals first, so that 84.95 computed as 84.9499999999 rounds up as it should.
 */
final class ScoreClosing {
    private static final double UNITS = 1e12;
    private static final int UNITS_SCALE = 12;
    private static final int SNAP_SCALE = 9;
    private static final double POINTS_MAX = 10_000;
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(100);

    private ScoreClosing() {}

    static void close(Customer customer, List<CheckedRule> rules, List<Shape> shapes) {
        long sum = 0;
        boolean incomplete = false;
        for (Given given : customer.given()) {
            if (given.effect() == Effect.POINTS && given.value() instanceof Double points) {
                double bounded = Math.max(-POINTS_MAX, Math.min(POINTS_MAX, points));
                sum += Math.round(bounded * UNITS);
                // millionths: equal losses weigh the same whatever double precision left in them
                double lost = Math.rint((rules.get(given.rule()).pointsMax() - points) * 1e6) / 1e6;
                shapes.add(new Shape(given, lost > 0 ? lost : Shape.NONE));
            } else if (given.effect() == Effect.INCOMPLETE) {
                incomplete = true;
                shapes.add(new Shape(given, Shape.INCOMPLETE));
            }
        }
        if (!incomplete) {
            customer.settle(customer.outcome().withScore(rounded(sum)));
        }
    }

    static BigDecimal rounded(long units) {
        return BigDecimal.valueOf(units, UNITS_SCALE)
                .setScale(SNAP_SCALE, RoundingMode.HALF_UP)
                .max(BigDecimal.ZERO)
                .min(HIGHEST)
                .setScale(1, RoundingMode.HALF_UP);
    }
}
