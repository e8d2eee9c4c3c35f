package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.engine.ruleset.RuleInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How often each rule of a version fired.
 *
 * @param customers over how many customers or examples
 * @param rules in the order they are tried
 * @param neverFired codes of the rules that fired on nobody
 */
public record CoverageView(String version, long customers, List<RuleCount> rules, List<String> neverFired) {

    /**
     * One rule.
     *
     * @param line from 1; for a spreadsheet the row
     * @param fired on how many customers
     */
    public record RuleCount(String code, String name, String phase, String file, int line, long fired) {}

    public static CoverageView of(CompiledRuleset ruleset, RuleCoverage coverage) {
        List<RuleCount> rules = new ArrayList<>();
        for (Map.Entry<String, RuleInfo> rule : ruleset.rules().entrySet()) {
            RuleInfo info = rule.getValue();
            rules.add(new RuleCount(
                    info.code(),
                    info.name(),
                    info.phase(),
                    info.file(),
                    info.line(),
                    coverage.fired().getOrDefault(rule.getKey(), 0L)));
        }
        return new CoverageView(ruleset.version(), coverage.customers(), rules, List.copyOf(coverage.neverFired()));
    }
}
