package dev.assay.engine.ruleset;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.agreement.AgreementCheck;
import dev.assay.engine.ruleset.agreement.BoundaryCustomers;
import dev.assay.engine.ruleset.agreement.Disagreement;
import dev.assay.engine.ruleset.example.Example;
import dev.assay.engine.ruleset.example.ExampleReader;
import dev.assay.engine.ruleset.example.ExampleRun;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.syntax.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * What files must pass before they may serve: the profile, the compiler, their own examples, and the agreement of every way of asking
 * them. Thread-safe.
 */
public final class AdmitRuleset {
    /** Made-up customers, at least; more if the rules have many thresholds. */
    static final int MADE_UP_MIN = 300;

    private static final long SEED = 1;

    /**
     * Checks, compiles, tries and warms up.
     *
     * @param stored real customers to try it on, beside made-up ones
     * @throws RulesetException with everything that is wrong at the first step that fails
     */
    public AdmittedRuleset admit(RulesetFiles files, List<CustomerFacts> stored) throws RulesetException {
        return admit(files, stored, true);
    }

    /**
     * Admits a version that this engine admitted before: a restart need not compare the ways of asking it once more.
     *
     * @throws RulesetException as {@link #admit}
     */
    public AdmittedRuleset admitAgain(RulesetFiles files) throws RulesetException {
        return admit(files, List.of(), false);
    }

    private static AdmittedRuleset admit(RulesetFiles files, List<CustomerFacts> stored, boolean compare)
            throws RulesetException {
        Problems problems = new Problems();
        CheckedRuleset checked = RulesetCompiler.checked(files, problems);
        List<Example> examples = ExampleReader.read(files);
        CompiledRuleset ruleset = RulesetCompiler.compile(files.hash(), checked, problems);
        boolean admitted = false;
        try {
            ExampleRun run = ExampleRun.of(ruleset, examples);
            if (!run.failures().isEmpty()) {
                throw new RulesetException(run.failures(), ruleset.warnings());
            }
            List<CustomerFacts> sample = new ArrayList<>(stored);
            examples.forEach(example -> sample.add(example.facts()));
            sample.addAll(BoundaryCustomers.of(checked, SEED, MADE_UP_MIN));
            if (compare) {
                try (CompiledRuleset classic = RulesetCompiler.compileClassic(files.hash(), checked, problems)) {
                    refuse(ruleset, AgreementCheck.of(ruleset, classic, sample));
                }
            } else {
                ruleset.evaluateTraced(sample);
            }
            admitted = true;
            return new AdmittedRuleset(ruleset, run, sample.size());
        } finally {
            if (!admitted) {
                ruleset.close();
            }
        }
    }

    private static void refuse(CompiledRuleset ruleset, List<Disagreement> disagreements) throws RulesetException {
        if (!disagreements.isEmpty()) {
            throw new RulesetException(disagreements.stream()
                    .map(disagreement -> disagreement.diagnostic(ruleset))
                    .sorted(Diagnostic.BY_PLACE)
                    .toList());
        }
    }
}
