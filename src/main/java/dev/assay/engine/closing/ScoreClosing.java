package dev.assay.engine.closing;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import dev.assay.engine.ruleset.profile.CheckedRule;
import java.math.BigDecimal;
import java.util.List;

/**
 * Closes the score phase: the sum of all points, clamped to 0..100, one decimal, half up.
 *
 * <p>Points are computed in double precision. They are summed as whole billionths of a thousandth, so the sum is the same in any
 * order, and snapped to nine decimals first, so that 84.95 computed as 84.9499999999 rounds up as it should.
 */
final class ScoreClosing {
    private static final double UNITS = 1e12;
    private static final long UNITS_PER_SNAP = 1_000;
    private static final long SNAPS_PER_TENTH = 100_000_000;
    private static final long HIGHEST_SNAPS = 1_000 * SNAPS_PER_TENTH;
    private static final double POINTS_MAX = 10_000;

    private ScoreClosing() {}

    static void close(Customer customer, Effects effects, List<CheckedRule> rules, List<Shape> shapes) {
        long sum = 0;
        boolean incomplete = false;
        for (Given given : effects.all()) {
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
        long snapped = (Math.max(0, units) + UNITS_PER_SNAP / 2) / UNITS_PER_SNAP;
        long tenths = (Math.min(HIGHEST_SNAPS, snapped) + SNAPS_PER_TENTH / 2) / SNAPS_PER_TENTH;
        return BigDecimal.valueOf(tenths, 1);
    }
}
