package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.analysis.Groups.Group;
import dev.assay.engine.ruleset.analysis.Sweep.RuleSet;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.List;
import java.util.Set;

/**
 * Looks for what is doubtful in rules that keep the profile and tells it as warnings. Every example was held against the conditions
 * themselves; what can't be told for sure isn't told. The work is bounded, and where the bound cuts it short, that is told too.
 */
public final class RulesetAnalysis {
    /** Measured: two seconds of CPU at worst; 10,000 rows of three columns take 0.8 million, half a second. */
    static final long STEPS_MAX = 40_000_000;

    /** So much for each question, so that a table beyond analysis leaves something for the others. */
    static final long SHARE = 4_000_000;

    private final CheckedRuleset ruleset;
    private final Warnings warnings;
    private final Budget budget;
    private final RuleSet idle = new RuleSet();

    RulesetAnalysis(CheckedRuleset ruleset, Problems problems, long stepsMax) {
        this.ruleset = ruleset;
        this.warnings = new Warnings(problems);
        this.budget = new Budget(stepsMax);
    }

    /** Adds what is doubtful to the problems, as warnings. */
    public static void warn(CheckedRuleset ruleset, Problems problems) {
        new RulesetAnalysis(ruleset, problems, STEPS_MAX).run();
    }

    /** Steps spent. */
    long run() {
        for (Phase phase : ruleset.manifest().phases()) {
            List<CheckedRule> rules = ruleset.of(phase);
            if (!rules.isEmpty()) {
                analyse(phase, rules);
            } else if (Gaps.mustDecide(phase)) {
                warnings.tell(named("phases", phase.key()), null, Fault.EMPTY_PHASE, phase.key());
            }
        }
        return budget.spent();
    }

    private void analyse(Phase phase, List<CheckedRule> rules) {
        Operands operands = new Operands(ruleset.manifest());
        Regions regions = new Regions(rules, new Space(operands, new Outcomes(ruleset, idle), rules));
        boolean complete = new IdleRules(regions, ruleset.manifest(), warnings, budget, idle).find();
        Overlaps overlaps = new Overlaps(regions, warnings, budget);
        Gaps gaps = new Gaps(regions, warnings, budget);
        for (Group group : Groups.of(regions, idle)) {
            boolean looked = overlaps.find(group) & gaps.findIn(group);
            if (!looked) {
                warnings.cutShort(group.rules().get(0).span(), group.name());
            }
        }
        boolean[] undecided = {false};
        if (Gaps.mustDecide(phase)) {
            complete &= gaps.findInPhase(phase, undecided);
        }
        if (!complete) {
            warnings.cutShort(rules.get(0).span(), phase.key());
        }
        if (phase == Phase.GRADE) {
            gradesNeverGiven(undecided[0]);
        } else if (phase == Phase.CATEGORY) {
            categoriesNeverGiven();
        }
    }

    /** The worst grade is given where nothing decided. */
    private void gradesNeverGiven(boolean undecided) {
        Outcomes outcomes = new Outcomes(ruleset, idle);
        if (!outcomes.isGiven(Effect.GRADE) && !outcomes.isGiven(Effect.PROVISIONAL)) {
            return;
        }
        List<String> grades = ruleset.manifest().grades();
        Set<Object> given = outcomes.grades();
        if (undecided) {
            given.add(grades.get(grades.size() - 1));
        }
        grades.stream()
                .filter(grade -> !given.contains(grade))
                .forEach(grade -> warnings.tell(named("grades", grade), null, Fault.GRADE_NEVER_GIVEN, grade));
    }

    private void categoriesNeverGiven() {
        Manifest manifest = ruleset.manifest();
        Set<Object> given = new Outcomes(ruleset, idle).categories();
        manifest.categories().stream()
                .filter(category ->
                        !given.contains(category) && manifest.places().containsKey("categories." + category))
                .forEach(category ->
                        warnings.tell(named("categories", category), null, Fault.CATEGORY_NEVER_GIVEN, category));
    }

    private Span named(String list, String name) {
        return ruleset.manifest().places().getOrDefault(list + "." + name, Span.fileStart(RulesetFiles.MANIFEST));
    }
}
