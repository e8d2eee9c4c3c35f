package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ruleset that serves on this node, and older ones compiled again for replays.
 *
 * <p>The rules folder is read at start. A folder that can't be used leaves the service alive but not ready, with every diagnostic
 * in the log and in health.
 */
@ApplicationScoped
public class Rulesets {

    private static final Logger LOG = Logger.getLogger(Rulesets.class);
    private static final int OLD_VERSIONS_MAX = 4;

    @Inject
    RulesetVersions versions;

    @ConfigProperty(name = "assay.rules-dir")
    Path folder;

    private final RulesetCompiler compiler = new RulesetCompiler();
    private final Map<String, CompiledRuleset> old = new LinkedHashMap<>();
    private volatile @Nullable CompiledRuleset active;
    private volatile List<String> failure = List.of();

    void start(@Observes @Priority(200) StartupEvent event) {
        try {
            RulesetFiles files = RulesetFiles.read(folder);
            CompiledRuleset compiled = compiler.compile(files);
            versions.keep(compiled.name(), files);
            active = compiled;
            LOG.infof(
                    "Ruleset %s, version %s, %d rules serves",
                    compiled.name(), compiled.version(), compiled.rules().size());
        } catch (RulesetException e) {
            failed(e.diagnostics().stream().map(Diagnostic::toString).toList());
        } catch (IOException e) {
            failed(List.of("The rules folder " + folder.toAbsolutePath()
                    + " can't be read; set ASSAY_RULES_DIR to a folder with a ruleset.yaml (" + e + ")"));
        }
    }

    private void failed(List<String> reasons) {
        failure = reasons;
        LOG.errorf("No ruleset serves:%n  %s", String.join("\n  ", reasons));
    }

    /** @throws dev.assay.platform.problem.Problem UNAVAILABLE if no ruleset serves */
    public CompiledRuleset active() {
        CompiledRuleset current = active;
        if (current == null) {
            throw ProblemType.UNAVAILABLE.problem("No ruleset serves: " + String.join("; ", failure));
        }
        return current;
    }

    Optional<CompiledRuleset> serving() {
        return Optional.ofNullable(active);
    }

    /** Why no ruleset serves; empty if one does. */
    List<String> failure() {
        return failure;
    }

    /**
     * Works with a version that once served, which need not be the active one.
     *
     * @throws IllegalStateException if the version was never kept or doesn't compile any more
     */
    public <T> T with(String version, Function<CompiledRuleset, T> work) {
        CompiledRuleset current = active;
        if (current != null && current.version().equals(version)) {
            return work.apply(current);
        }
        synchronized (old) {
            CompiledRuleset compiled = old.get(version);
            if (compiled == null) {
                compiled = compileOld(version);
                if (old.size() >= OLD_VERSIONS_MAX) {
                    String eldest = old.keySet().iterator().next();
                    CompiledRuleset retired = old.remove(eldest);
                    if (retired != null) {
                        retired.close();
                    }
                }
                old.put(version, compiled);
            }
            return work.apply(compiled);
        }
    }

    /** Whether a version ever served. */
    public boolean isKept(String version) {
        return versions.isKept(version);
    }

    private CompiledRuleset compileOld(String version) {
        try {
            RulesetFiles files = versions.files(version)
                    .orElseThrow(() -> new IllegalStateException("Ruleset version " + version + " was never kept"));
            return compiler.compile(files);
        } catch (RulesetException e) {
            throw new IllegalStateException("Ruleset version " + version + " doesn't compile any more", e);
        }
    }
}
