package dev.assay.engine.ruleset;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How often each rule of a version fired over some customers.
 *
 * @param customers how many there were
 * @param fired customers on whom each rule fired, by its code, in the order rules are tried; 0 for one that never did
 */
public record RuleCoverage(long customers, Map<String, Long> fired) {

    public RuleCoverage {
        fired = Collections.unmodifiableMap(new LinkedHashMap<>(fired));
    }

    /** @param counts by code; a rule that is missing fired on nobody */
    public static RuleCoverage ofCounts(CompiledRuleset ruleset, long customers, Map<String, Long> counts) {
        Map<String, Long> fired = new LinkedHashMap<>();
        ruleset.rules().keySet().forEach(code -> fired.put(code, counts.getOrDefault(code, 0L)));
        return new RuleCoverage(customers, fired);
    }

    public static RuleCoverage of(CompiledRuleset ruleset, Collection<TracedDecision> decisions) {
        Map<String, Long> counts = new LinkedHashMap<>();
        decisions.forEach(decision -> decision.fired().forEach(code -> counts.merge(code, 1L, Long::sum)));
        return ofCounts(ruleset, decisions.size(), counts);
    }

    /** Codes of the rules that fired on nobody. */
    public Set<String> neverFired() {
        Set<String> never = new LinkedHashSet<>();
        fired.forEach((code, count) -> {
            if (count == 0) {
                never.add(code);
            }
        });
        return never;
    }
}
