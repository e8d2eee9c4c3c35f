package dev.assay.engine.improvement;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what would improve a decision. For each metric the rules read it evaluates the values around the rules' own thresholds, and
 * farther and farther ones for what is computed with the metric, all metrics in one batch; then it closes in on the nearest value that
 * does it, a batch a round. Nothing is guessed: what a hint says was evaluated, with every cap and step of the rules in force.
 *
 * <p>Between two thresholds a rule can only differ by what it computes, so the nearest value is found wherever that doesn't rise and
 * fall again between two values tried. Thread-safe.
 */
public final class FindImprovements {
    private final CompiledRuleset ruleset;

    public FindImprovements(CompiledRuleset ruleset) {
        this.ruleset = ruleset;
    }

    /** The nearest change of each metric that reaches a better grade or lifts the hold, the smallest change first; maybe none. */
    public List<Improvement> of(CustomerFacts facts) {
        Decision before = ruleset.evaluate(List.of(facts)).get(0);
        List<Search> searches = searches(facts, before);
        close(facts, searches);
        List<Improvement> improvements = new ArrayList<>();
        for (Search search : searches) {
            Decision after = search.decision();
            if (after != null) {
                improvements.add(improvement(facts, before, after, search));
            }
        }
        improvements.sort(Comparator.comparingDouble(Improvement::change).thenComparing(Improvement::metric));
        return nearestOfEach(improvements);
    }

    private List<Search> searches(CustomerFacts facts, Decision before) {
        List<Predicate<Decision>> goals = new ArrayList<>();
        goals.add(after -> isNoWorse(before, after) && rank(after) < rank(before));
        if (before.hold()) {
            goals.add(after -> isNoWorse(before, after) && !after.hold());
        }
        List<Search> searches = new ArrayList<>();
        for (Metric metric : ruleset.metricsRead()) {
            BigDecimal value = number(metric.in(facts.history()));
            if (value != null && Movement.of(metric) != Movement.FIXED) {
                goals.forEach(goal -> searches.addAll(searches(metric, value, goal)));
            }
        }
        return searches;
    }

    private List<Search> searches(Metric metric, BigDecimal value, Predicate<Decision> goal) {
        Scale scale = Scale.of(metric);
        NavigableSet<BigDecimal> thresholds = ruleset.thresholds().getOrDefault(metric, new TreeSet<>());
        Search up = new Search(scale, 1, Math.max(scale.first(), scale.above(value)), thresholds, goal);
        Search down = new Search(scale, -1, Math.min(scale.last(), scale.below(value)), thresholds, goal);
        return switch (Movement.of(metric)) {
            case BY_TIME -> List.of(up);
            case TO_ZERO -> value.signum() > 0 ? List.of(new Search(scale, -1, 0, thresholds, goal)) : List.of();
            default -> List.of(up, down);
        };
    }

    /** Asks all searches for the values they want to know about, one batch a round, until none has a question left. */
    private void close(CustomerFacts facts, List<Search> searches) {
        List<CustomerFacts> batch;
        do {
            batch = new ArrayList<>();
            for (Search search : searches) {
                for (Object value : search.asked()) {
                    batch.add(facts.withHistory(
                            facts.history().with(search.scale().metric(), value)));
                }
            }
            List<Decision> decisions = ruleset.evaluate(batch);
            int from = 0;
            for (Search search : searches) {
                int to = from + search.asked().size();
                search.told(decisions.subList(from, to));
                from = to;
            }
        } while (!batch.isEmpty());
    }

    private Improvement improvement(CustomerFacts facts, Decision before, Decision after, Search search) {
        Metric metric = search.scale().metric();
        Object from = metric.in(facts.history());
        BigDecimal number = number(from);
        if (from == null || number == null) {
            throw new IllegalStateException(metric + " was searched without a value");
        }
        Integer days = Movement.of(metric) == Movement.BY_TIME
                ? (Integer) search.number().subtract(number).intValueExact()
                : null;
        return new Improvement(
                metric.key(),
                from,
                search.value(),
                search.scale().share(number, search.number()),
                before.grade(),
                after.grade(),
                before.hold(),
                after.hold(),
                days,
                Movement.of(metric) == Movement.RELATIVE,
                Wording.of(metric, number, search.number(), before, after, facts.asOf()));
    }

    /** Of both directions only the nearer one; a farther change is kept if it reaches what the nearer one doesn't. */
    private static List<Improvement> nearestOfEach(List<Improvement> sorted) {
        List<Improvement> kept = new ArrayList<>();
        for (Improvement candidate : sorted) {
            boolean outdone = kept.stream()
                    .anyMatch(nearer -> nearer.metric().equals(candidate.metric())
                            && (isGradeBetter(nearer) || !isGradeBetter(candidate))
                            && (!nearer.holdAfter() || candidate.holdAfter()));
            if (!outdone) {
                kept.add(candidate);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean isGradeBetter(Improvement improvement) {
        return !improvement.gradeAfter().equals(improvement.gradeBefore());
    }

    /** A grade for lack of data is no improvement of one that stands on data. */
    private boolean isNoWorse(Decision before, Decision after) {
        return rank(after) <= rank(before)
                && (before.hold() || !after.hold())
                && (before.provisional() || !after.provisional());
    }

    private int rank(Decision decision) {
        return ruleset.grades().indexOf(decision.grade());
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal exact) {
            return exact;
        }
        if (value instanceof Double decimal) {
            return BigDecimal.valueOf(decimal);
        }
        return value instanceof Integer whole ? BigDecimal.valueOf(whole) : null;
    }
}
