package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.analysis.Groups.Group;
import dev.assay.engine.ruleset.analysis.Sweep.Entry;
import dev.assay.engine.ruleset.analysis.Sweep.RuleSet;
import dev.assay.engine.ruleset.analysis.Uncovered.Gap;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds customers for whom no row of a table, or no rule of a phase, says what one of them should. */
final class Gaps {
    /** What decides a phase: without any of it, the phase ends with nothing decided. */
    private static final Map<Phase, Set<Effect>> DECIDING = Map.of(
            Phase.SCORE, EnumSet.of(Effect.POINTS, Effect.INCOMPLETE),
            Phase.GRADE, EnumSet.of(Effect.GRADE, Effect.PROVISIONAL),
            Phase.TERM, EnumSet.of(Effect.TERM),
            Phase.LIMIT, EnumSet.of(Effect.LIMIT_FACTOR, Effect.NO_LIMIT, Effect.UNLIMITED));

    /** What makes the rows of a table answer for the same customers: bounds and holds may be for some only. */
    private static final Set<Effect> COMPLETE = EnumSet.of(
            Effect.POINTS,
            Effect.GRADE,
            Effect.TERM,
            Effect.GRACE_DAYS,
            Effect.REVIEW_MONTHS,
            Effect.LIMIT_FACTOR,
            Effect.LIMIT_CEILING,
            Effect.LIMIT_STEP,
            Effect.LIMIT_MONTH_DAYS);

    private static final Set<Effect> WHOLE_ANSWERS =
            EnumSet.of(Effect.INCOMPLETE, Effect.PROVISIONAL, Effect.NO_LIMIT, Effect.UNLIMITED);

    private final Regions regions;
    private final Warnings warnings;
    private final Budget budget;
    private final List<Gap> told = new ArrayList<>();
    private boolean more;

    Gaps(Regions regions, Warnings warnings, Budget budget) {
        this.regions = regions;
        this.warnings = warnings;
        this.budget = budget;
    }

    static boolean mustDecide(Phase phase) {
        return DECIDING.containsKey(phase);
    }

    /** False if not all customers could be looked at. */
    boolean findIn(Group group) {
        Set<Effect> asked = EnumSet.noneOf(Effect.class);
        group.rules().forEach(rule -> rule.effects().forEach(call -> asked.add(call.effect())));
        asked.retainAll(COMPLETE);
        if (!group.table()) {
            // who grades and the like is asked of the phase as a whole
            DECIDING.values().forEach(asked::removeAll);
            boolean points = group.rules().stream().anyMatch(rule -> Regions.has(rule, Set.of(Effect.POINTS)));
            if (points) {
                asked.add(Effect.POINTS);
            }
        }
        if (asked.isEmpty()) {
            return true;
        }
        List<CheckedRule> answering = new ArrayList<>(group.rules());
        RuleSet own = new RuleSet();
        group.rules().forEach(own::add);
        regions.with(answers(asked)).stream()
                .filter(rule -> !own.contains(rule))
                .forEach(answering::add);
        return group.table() ? rows(group, answering, asked.contains(Effect.POINTS)) : boundaries(group, answering);
    }

    /** Effects of other rules that make up for a missing row: the same as the row's, or one that makes it idle. */
    private static Set<Effect> answers(Set<Effect> asked) {
        Set<Effect> answers = EnumSet.copyOf(asked);
        Set<Effect> main = EnumSet.copyOf(asked);
        main.retainAll(EnumSet.of(Effect.GRADE, Effect.TERM, Effect.LIMIT_FACTOR));
        if (!main.isEmpty()) {
            answers.retainAll(main);
        }
        // points of another rule are another part of the score
        answers.remove(Effect.POINTS);
        answers.addAll(WHOLE_ANSWERS);
        return answers;
    }

    private boolean rows(Group group, List<CheckedRule> answering, boolean namedTextsOnly) {
        CheckedRule first = group.rules().get(0);
        Set<Effect> deciding = DECIDING.getOrDefault(first.phase(), Set.of());
        boolean decides = group.rules().stream().anyMatch(rule -> Regions.has(rule, deciding));
        Budget share = budget.share(RulesetAnalysis.SHARE);
        BitSet own = regions.asked(group.rules());
        Uncovered sweep = new Uncovered(
                regions.space(), regions.entries(answering), share, namedTextsOnly, Warnings.EACH_MAX + 1, own);
        boolean complete = sweep.walk();
        budget.spend(share.spent());
        for (int i = 0; i < sweep.gaps().size(); i++) {
            Gap gap = sweep.gaps().get(i);
            if (decides) {
                told.add(gap);
            }
            CheckedRule beside = beside(group, gap);
            Span at = placeBeside(gap, beside, group);
            if (i == Warnings.EACH_MAX) {
                more |= decides;
                warnings.tell(at, null, Fault.MORE_WARNINGS, Warnings.EACH_MAX);
            } else {
                CounterExample example = gap.example();
                warnings.tell(at, null, example, Fault.GAP, group.name(), example.zh(), example.en());
            }
        }
        return complete;
    }

    /** A row that matches just below the gap, or just above it; the first row if there is none. */
    private CheckedRule beside(Group group, Gap gap) {
        for (int axis : lines(gap)) {
            for (int cell : new int[] {below(gap, axis), above(gap, axis)}) {
                CounterExample neighbour = gap.example().moved(axis, Math.max(0, cell));
                for (CheckedRule rule : group.rules()) {
                    if (cell >= 0 && neighbour.matches(rule)) {
                        return rule;
                    }
                }
            }
        }
        return group.rules().get(0);
    }

    private Span placeBeside(Gap gap, CheckedRule rule, Group group) {
        for (int axis : lines(gap)) {
            String name = regions.space().axes().get(axis).name();
            boolean fromBelow = below(gap, axis) >= 0
                    && gap.example().moved(axis, below(gap, axis)).matches(rule);
            Span place = null;
            for (Expr condition : rule.conditions()) {
                boolean about = condition instanceof Expr.Binary binary
                        && Operands.isOperand(binary.left())
                        && Operands.name(binary.left()).equals(name);
                if (about && (fromBelow || place == null)) {
                    place = Written.place(rule, condition);
                }
            }
            if (place != null
                    && (fromBelow || rule.ordinal() != group.rules().get(0).ordinal())) {
                return place;
            }
        }
        return rule.span();
    }

    private List<Integer> lines(Gap gap) {
        List<Integer> lines = new ArrayList<>();
        for (int axis = 0; axis < regions.space().axes().size(); axis++) {
            if (gap.region().at(axis) != null
                    && regions.space().axes().get(axis).isLine()) {
                lines.add(axis);
            }
        }
        return lines;
    }

    /** −1 if there is none with data. */
    private int below(Gap gap, int axis) {
        Cells cells = gap.region().at(axis);
        int first = regions.space().axes().get(axis).data().from(0);
        return cells != null && cells.from(0) > first ? cells.from(0) - 1 : -1;
    }

    private int above(Gap gap, int axis) {
        Cells cells = gap.region().at(axis);
        int end = cells == null ? 0 : cells.end(cells.ranges() - 1);
        boolean withData = cells != null
                && cells.from(0) >= regions.space().axes().get(axis).data().from(0);
        return withData && end < regions.space().axes().get(axis).size() ? end : -1;
    }

    /** Rules that stand alone needn't be complete; but a single value left out between them is a slip. */
    private boolean boundaries(Group group, List<CheckedRule> answering) {
        Budget share = budget.share(RulesetAnalysis.SHARE);
        Uncovered sweep = new Uncovered(
                regions.space(),
                regions.entries(answering),
                share,
                true,
                Warnings.EACH_MAX,
                regions.asked(group.rules()));
        boolean complete = sweep.walk();
        budget.spend(share.spent());
        for (Gap gap : sweep.gaps()) {
            for (int axis : lines(gap)) {
                int below = below(gap, axis);
                int above = above(gap, axis);
                boolean one = above == below + 2
                        && below >= 0
                        && regions.space().axes().get(axis).cell(below + 1).single();
                if (one && group.name().equals(regions.space().axes().get(axis).name())) {
                    CheckedRule rule = beside(group, gap);
                    CounterExample example = gap.example();
                    warnings.tell(
                            placeBeside(gap, rule, group),
                            rule,
                            example,
                            Fault.BOUNDARY_GAP,
                            group.name(),
                            example.zh(),
                            example.en());
                }
            }
        }
        return complete;
    }

    /** Whether the phase may end with nothing decided, told where no table was told to have the gap. */
    boolean findInPhase(Phase phase, boolean[] undecided) {
        Set<Effect> deciding = EnumSet.copyOf(DECIDING.getOrDefault(phase, EnumSet.of(Effect.HOLD)));
        if (phase == Phase.LIMIT && regions.with(Set.of(Effect.LIMIT_FACTOR)).isEmpty()) {
            deciding.add(Effect.LIMIT_ADD);
        }
        List<CheckedRule> rules = regions.with(deciding);
        List<Entry> entries = regions.entries(rules);
        told.forEach(gap -> entries.add(new Entry(null, gap.region())));
        undecided[0] = !told.isEmpty();
        if (more) {
            return true;
        }
        Budget share = budget.share(RulesetAnalysis.SHARE);
        Uncovered sweep = new Uncovered(
                regions.space(), entries, share, false, Warnings.EACH_MAX, regions.asked(regions.rules()));
        boolean complete = sweep.walk();
        budget.spend(share.spent());
        CheckedRule first = (rules.isEmpty() ? regions.rules() : rules).get(0);
        for (Gap gap : sweep.gaps()) {
            undecided[0] = true;
            CounterExample example = gap.example();
            warnings.tell(first.span(), null, example, Fault.PHASE_UNDECIDED, phase.key(), example.zh(), example.en());
        }
        return complete;
    }
}
