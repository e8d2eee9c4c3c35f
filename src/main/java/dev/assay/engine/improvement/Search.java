package dev.assay.engine.improvement;

import dev.assay.engine.decision.Decision;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The search for the nearest value of one metric, in one direction, that reaches a goal. It names the values to evaluate next and is
 * told what was decided about them, until there is nothing between a value that does it and the step before, which doesn't.
 */
final class Search {
    /** Values tried between two known ones in a round: 32 times closer each. */
    private static final int BETWEEN = 31;

    private final Scale scale;
    private final int direction;
    private final Predicate<Decision> goal;
    private final long start;

    /** The farthest value, in steps away from the start, that is known not to do it. */
    private long fails = -1;
    /** The nearest value that is known to do it; −1 while none is. */
    private long does = -1;

    private @Nullable Decision decision;
    private List<Long> asked;

    /**
     * @param start first value to try, in steps of the scale
     * @param thresholds numbers that rules compare the metric with
     */
    Search(Scale scale, int direction, long start, NavigableSet<BigDecimal> thresholds, Predicate<Decision> goal) {
        this.scale = scale;
        this.direction = direction;
        this.start = start;
        this.goal = goal;
        this.asked = firstAsked(thresholds);
    }

    /** The values at, before and behind each threshold; and ever farther ones, for what is computed with the metric. */
    private List<Long> firstAsked(NavigableSet<BigDecimal> thresholds) {
        long end = direction > 0 ? scale.last() - start : start - scale.first();
        TreeSet<Long> distances = new TreeSet<>();
        for (BigDecimal threshold : thresholds) {
            long at = scale.below(threshold) + 1;
            for (long steps = at - 1; steps <= at + 1; steps++) {
                distances.add((steps - start) * direction);
            }
        }
        for (long distance = 1; distance < end; distance *= 2) {
            distances.add(distance - 1);
        }
        distances.add(end);
        return new ArrayList<>(end < 0 ? List.of() : distances.subSet(0L, true, end, true));
    }

    /** The values to evaluate now, nearest first; none if the search is over. */
    List<Object> asked() {
        return asked.stream()
                .map(distance -> scale.value(start + direction * distance))
                .toList();
    }

    /** What was decided about the values asked, in their order. */
    void told(List<Decision> decisions) {
        for (int i = 0; i < asked.size(); i++) {
            if (goal.test(decisions.get(i))) {
                does = asked.get(i);
                decision = decisions.get(i);
                break;
            }
            fails = asked.get(i);
        }
        asked = new ArrayList<>();
        long gap = does - fails - 1;
        if (does >= 0 && gap > 0) {
            long parts = Math.min(gap, BETWEEN);
            for (long part = 1; part <= parts; part++) {
                asked.add(fails + (gap + 1) * part / (parts + 1));
            }
        }
    }

    /** The decision at the value found; null if there is none. */
    @Nullable
    Decision decision() {
        return decision;
    }

    BigDecimal number() {
        return scale.number(start + direction * does);
    }

    Object value() {
        return scale.value(start + direction * does);
    }

    Scale scale() {
        return scale;
    }
}
