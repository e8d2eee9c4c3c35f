package dev.assay.bench.engine;

import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The rulesets that are measured. */
public enum BenchRuleset {
    /** What {@code rules/} holds. */
    SHIPPED,
    /** Generated: few properties, short tables. */
    RULES_50,
    /** Generated: more properties, longer tables, rows for each industry and region. */
    RULES_300;

    RulesetFiles files() throws IOException, RulesetException {
        return switch (this) {
            case SHIPPED -> RulesetFiles.read(Path.of("rules"));
            case RULES_50 -> GeneratedRules.fifty();
            case RULES_300 -> GeneratedRules.threeHundred();
        };
    }
}
