package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleCoverage;

/**
 * The version that serves on this node.
 *
 * @param examples how often its rules fired over its examples
 */
record ServingRuleset(SharedRuleset shared, Activation activation, RuleCoverage examples) {

    CompiledRuleset ruleset() {
        return shared.ruleset();
    }

    String version() {
        return ruleset().version();
    }

    ServingRuleset withExamples(RuleCoverage newExamples) {
        return new ServingRuleset(shared, activation, newExamples);
    }
}
