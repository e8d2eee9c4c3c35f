package dev.assay.ruleset.draft;

import dev.assay.engine.ruleset.AdmitRuleset;
import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.ruleset.CoverageView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ruleset's check found: everything that must be right before it may serve, its examples among it.
 *
 * @param version hash of the content
 * @param admitted whether it could serve
 * @param name of the ruleset; null if that couldn't be read
 * @param problems what keeps it from serving, of the first step that failed
 * @param warnings what is doubtful but allowed
 * @param examples how many examples came out as written
 * @param coverage which rules fired in the examples; null if it wasn't admitted
 */
public record DraftCheck(
        String version,
        boolean admitted,
        @Nullable String name,
        List<Diagnostic> problems,
        List<Diagnostic> warnings,
        int examples,
        @Nullable CoverageView coverage) {

    /** Compiles and tries the files; what they compile to is closed again. */
    public static DraftCheck of(RulesetFiles files) {
        try {
            AdmittedRuleset admitted = new AdmitRuleset().admit(files, List.of());
            try (var ruleset = admitted.ruleset()) {
                return new DraftCheck(
                        files.hash(),
                        true,
                        ruleset.name(),
                        List.of(),
                        ruleset.warnings(),
                        admitted.examples().examples(),
                        CoverageView.of(ruleset, admitted.examples().coverage()));
            }
        } catch (RulesetException e) {
            List<Diagnostic> warnings = new ArrayList<>(of(e, Severity.WARNING));
            warnings.addAll(e.doubts());
            return new DraftCheck(files.hash(), false, null, of(e, Severity.ERROR), warnings, 0, null);
        }
    }

    private static List<Diagnostic> of(RulesetException exception, Severity severity) {
        return exception.diagnostics().stream()
                .filter(each -> each.severity() == severity)
                .toList();
    }
}
