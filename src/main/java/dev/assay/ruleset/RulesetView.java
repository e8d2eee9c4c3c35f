package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What serves, and what came of the last look into the rules folder.
 *
 * @param active null if nothing serves
 * @param lastReload its problems say why the folder isn't what serves
 * @param quarantinedVersions versions whose rules ran past their deadline since the start
 */
public record RulesetView(
        @Nullable ActiveView active, @Nullable ReloadAttempt lastReload, List<String> quarantinedVersions) {

    /**
     * The version that serves.
     *
     * @param version hash of its files; every decision names it
     * @param since when it was activated
     * @param activatedBy who asked for that
     * @param rules how many it has
     * @param quarantined its rules ran past their deadline, and no other version could take over
     */
    public record ActiveView(
            String name,
            String version,
            Instant since,
            String activatedBy,
            String engineVersion,
            int rules,
            List<String> grades,
            boolean quarantined,
            List<Diagnostic> warnings) {

        static ActiveView of(ServingRuleset serving) {
            CompiledRuleset ruleset = serving.ruleset();
            Activation activation = serving.activation();
            return new ActiveView(
                    ruleset.name(),
                    ruleset.version(),
                    activation.at(),
                    activation.by(),
                    activation.engineVersion(),
                    ruleset.rules().size(),
                    ruleset.grades(),
                    ruleset.isQuarantined(),
                    ruleset.warnings());
        }
    }
}
