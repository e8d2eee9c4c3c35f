package dev.assay.ruleset;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The folder in which analysts edit rules. */
@ApplicationScoped
class RulesFolder {

    @ConfigProperty(name = "assay.rules-dir")
    Path path;

    /**
     * What the folder held at one moment.
     *
     * @param fingerprint two contents that differ in what is checked have different ones
     * @param files null if they can't be read
     * @param problems why not
     */
    record Content(String fingerprint, @Nullable RulesetFiles files, List<Diagnostic> problems) {}

    Path path() {
        return path;
    }

    Content read() {
        try {
            RulesetFiles files = RulesetFiles.read(path);
            return new Content(files.fingerprint(), files, List.of());
        } catch (RulesetException e) {
            return new Content(String.valueOf(e.getMessage()), null, e.diagnostics());
        } catch (IOException | UncheckedIOException e) {
            Diagnostic unreadable = new Diagnostic(
                    RulesetFiles.MANIFEST,
                    1,
                    1,
                    1,
                    null,
                    "FOLDER_UNREADABLE",
                    Severity.ERROR,
                    "无法读取规则文件夹 " + path.toAbsolutePath() + "（" + e + "）",
                    "the rules folder " + path.toAbsolutePath() + " can't be read (" + e + ")",
                    "set ASSAY_RULES_DIR to a folder with a ruleset.yaml · 请检查 ASSAY_RULES_DIR",
                    null);
            return new Content(e.toString(), null, List.of(unreadable));
        }
    }
}
