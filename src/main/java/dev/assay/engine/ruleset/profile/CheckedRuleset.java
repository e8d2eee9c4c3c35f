package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.Phase;
import java.util.List;
import java.util.Set;

/**
 * All rules of a ruleset that keeps the profile.
 *
 * @param rules in the order they are tried: by phase, salience, file and place; index = ordinal
 * @param metricsRead what rules, reason texts and the limit formula read
 */
public record CheckedRuleset(Manifest manifest, List<CheckedRule> rules, Set<Metric> metricsRead) {

    public List<CheckedRule> of(Phase phase) {
        return rules.stream().filter(rule -> rule.phase() == phase).toList();
    }
}
