package dev.assay.engine.ruleset.agreement;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.engine.ruleset.agreement.Disagreement.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Asks a ruleset about the same customers in every way: decision, reasons and fired rules must be equal. It is blind to what is wrong
 * in all ways; examples worked out by hand are there for that.
 */
public final class AgreementCheck {
    /** Of each way: enough to see the pattern. */
    static final int DISAGREEMENTS_MAX = 5;

    private static final long ORDER_SEED = 20260630;

    private AgreementCheck() {}

    /**
     * Compares.
     *
     * @param ruleset as it would serve
     * @param classic the same rules compiled the classic way
     * @return nothing if all agree
     */
    public static List<Disagreement> of(CompiledRuleset ruleset, CompiledRuleset classic, List<CustomerFacts> sample) {
        List<TracedDecision> expected = ruleset.evaluateTraced(sample);
        List<Disagreement> found = new ArrayList<>();
        found.addAll(compare(
                Way.ONE_BY_ONE,
                sample,
                expected,
                sample.stream()
                        .map(customer ->
                                ruleset.evaluateTraced(List.of(customer)).get(0))
                        .toList()));
        found.addAll(compare(Way.SHUFFLED, sample, expected, shuffled(ruleset, sample)));
        found.addAll(compare(Way.CLASSIC, sample, expected, classic.evaluateTraced(sample)));
        return found;
    }

    private static List<TracedDecision> shuffled(CompiledRuleset ruleset, List<CustomerFacts> sample) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(ORDER_SEED));
        List<TracedDecision> decisions =
                ruleset.evaluateTraced(order.stream().map(sample::get).toList());
        List<TracedDecision> back = new ArrayList<>(decisions);
        for (int i = 0; i < order.size(); i++) {
            back.set(order.get(i), decisions.get(i));
        }
        return back;
    }

    private static List<Disagreement> compare(
            Way way, List<CustomerFacts> sample, List<TracedDecision> expected, List<TracedDecision> actual) {
        List<Disagreement> found = new ArrayList<>();
        for (int i = 0; i < sample.size() && found.size() < DISAGREEMENTS_MAX; i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                found.add(new Disagreement(way, sample.get(i), expected.get(i), actual.get(i)));
            }
        }
        return found;
    }
}
