package dev.assay.classification.facts;

import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.EnumSet;
import java.util.Set;

/**
 * The metrics a decision computes and keeps: all that the rules read, and those that explain it to a person.
 *
 * <p>Left out unless a rule reads them: the largest balance, which costs more than all others together, and the age of the data,
 * which every later feed would change.
 */
public final class RecordedMetrics {

    private static final Set<Metric> EXPLAINING =
            EnumSet.complementOf(EnumSet.of(Metric.HIGH_CREDIT_12M, Metric.DATA_AGE_DAYS));

    private RecordedMetrics() {}

    public static Set<Metric> of(CompiledRuleset ruleset) {
        Set<Metric> metrics = EnumSet.copyOf(EXPLAINING);
        metrics.addAll(ruleset.metricsRead());
        return metrics;
    }
}
