package dev.assay.engine.ruleset;

import dev.assay.engine.ruleset.analysis.RulesetAnalysis;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.ManifestReader;
import dev.assay.engine.ruleset.profile.ProfileCheck;
import dev.assay.engine.ruleset.run.PhasedRuleset;
import dev.assay.engine.ruleset.run.RuleModuleException;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleFiles;
import dev.assay.engine.ruleset.syntax.RuleNode;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns rule files into a ruleset that can evaluate customers, or says everything that is wrong with them. Files are read into a tree
 * and held against the rule profile first; nothing an author wrote reaches Drools as text. Thread-safe.
 */
public final class RulesetCompiler {
    /** Batches take milliseconds; seconds mean a machine in trouble or a rule that should not have passed. */
    static final long BATCH_TIMEOUT_MS = 10_000;

    /**
     * Checks and compiles.
     *
     * @throws RulesetException with every problem of every file
     */
    public CompiledRuleset compile(RulesetFiles files) throws RulesetException {
        Problems problems = new Problems();
        return compile(files.hash(), checked(files, problems), problems);
    }

    /** The rules of files that keep the profile. */
    static CheckedRuleset checked(RulesetFiles files, Problems problems) throws RulesetException {
        CheckedRuleset checked = check(files, problems);
        if (checked == null || problems.hasErrors()) {
            throw new RulesetException(problems.byPlace());
        }
        return checked;
    }

    static CompiledRuleset compile(String version, CheckedRuleset checked, Problems problems) throws RulesetException {
        try {
            return PhasedRuleset.compile(version, checked, problems.byPlace(), BATCH_TIMEOUT_MS);
        } catch (RuleModuleException | RuntimeException | StackOverflowError e) {
            throw notCompiled(e, problems);
        }
    }

    static CompiledRuleset compileClassic(String version, CheckedRuleset checked, Problems problems)
            throws RulesetException {
        try {
            return PhasedRuleset.compileClassic(version, checked, BATCH_TIMEOUT_MS);
        } catch (RuleModuleException | RuntimeException | StackOverflowError e) {
            throw notCompiled(e, problems);
        }
    }

    /** Drools may fail in any way; its own words show generated code, so they go into the cause only. */
    private static RulesetException notCompiled(Throwable cause, Problems problems) {
        problems.error(Span.fileStart(RulesetFiles.MANIFEST), null, Fault.NOT_COMPILED);
        RulesetException refused = new RulesetException(problems.byPlace());
        refused.initCause(cause);
        return refused;
    }

    /** Checks without compiling: every problem, errors and warnings, by place. */
    public List<Diagnostic> check(RulesetFiles files) {
        Problems problems = new Problems();
        check(files, problems);
        return problems.byPlace();
    }

    private static @Nullable CheckedRuleset check(RulesetFiles files, Problems problems) {
        byte[] bytes = files.bytes(RulesetFiles.MANIFEST);
        if (bytes == null) {
            problems.error(Span.fileStart(RulesetFiles.MANIFEST), null, Fault.MISSING_MANIFEST);
        }
        String text = bytes == null ? null : RuleFiles.text(RulesetFiles.MANIFEST, bytes, problems);
        Manifest manifest = text == null ? null : ManifestReader.read(RulesetFiles.MANIFEST, text, problems);
        List<RuleNode> rules = RuleFiles.read(files.asMap(), problems);
        if (manifest == null) {
            return null;
        }
        CheckedRuleset checked = new ProfileCheck(manifest, problems).check(rules);
        if (!problems.hasErrors()) {
            RulesetAnalysis.warn(checked, problems);
        }
        return checked;
    }
}
