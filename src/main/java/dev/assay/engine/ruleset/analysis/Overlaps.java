package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Effect.Settling;
import dev.assay.engine.ruleset.analysis.Groups.Group;
import dev.assay.engine.ruleset.analysis.Sweep.Entry;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.syntax.Fault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules of one group that match one customer and disagree. A narrower rule tried before a wider one is an exception on purpose,
 * and so is what salience orders.
 */
final class Overlaps {
    private static final Set<Effect> ADDING = Set.of(Effect.POINTS, Effect.LIMIT_ADD);

    private final Regions regions;
    private final Warnings warnings;
    private final Budget budget;
    private int told;

    Overlaps(Regions regions, Warnings warnings, Budget budget) {
        this.regions = regions;
        this.warnings = warnings;
        this.budget = budget;
    }

    /** False if not all pairs could be looked at. */
    boolean find(Group group) {
        told = 0;
        boolean complete = true;
        if (group.table()) {
            complete = find(group, ADDING, Fault.ADDS_UP);
        }
        for (Effect effect : Effect.values()) {
            if (effect.settling() == Settling.FIRST) {
                complete &= find(group, Set.of(effect), Fault.OVERLAP);
            }
        }
        return complete;
    }

    private boolean find(Group group, Set<Effect> effects, Fault fault) {
        List<CheckedRule> rules = group.rules().stream()
                .filter(rule -> Regions.has(rule, effects))
                .toList();
        if (rules.size() < 2) {
            return true;
        }
        Budget share = budget.share(RulesetAnalysis.SHARE);
        boolean complete = new Meeting(
                        regions.space(),
                        regions.entries(rules),
                        share,
                        (first, second) -> met(first, second, effects, fault))
                .walk();
        budget.spend(share.spent());
        return complete;
    }

    private boolean met(Entry first, Entry second, Set<Effect> effects, Fault fault) {
        CheckedRule one = first.rule();
        CheckedRule other = second.rule();
        if (one == null || other == null) {
            return false;
        }
        String mine = effects(one, effects);
        String theirs = effects(other, effects);
        if (fault == Fault.OVERLAP
                && (mine.equals(theirs) || one.salience() != other.salience() || isException(one, other))) {
            return false;
        }
        CounterExample example = example(one, other);
        if (example == null) {
            return false;
        }
        if (told == Warnings.EACH_MAX) {
            warnings.tell(other.span(), other, Fault.MORE_WARNINGS, Warnings.EACH_MAX);
            return true;
        }
        told++;
        warnings.tell(
                other.span(),
                other,
                example,
                fault,
                one.name(),
                Written.place(one),
                example.zh(),
                example.en(),
                mine,
                theirs);
        return false;
    }

    private static String effects(CheckedRule rule, Set<Effect> effects) {
        return rule.effects().stream()
                .filter(call -> effects.contains(call.effect()))
                .map(Written::of)
                .collect(Collectors.joining(", "));
    }

    private boolean isException(CheckedRule narrow, CheckedRule wide) {
        return regions.of(narrow).stream()
                .allMatch(
                        box -> regions.of(wide).stream().anyMatch(around -> around.certain() && box.isWithin(around)));
    }

    private @Nullable CounterExample example(CheckedRule one, CheckedRule other) {
        for (Box mine : regions.of(one)) {
            for (Box theirs : regions.of(other)) {
                Box both = mine.and(theirs);
                CounterExample example = both == null ? null : CounterExample.in(both, regions.space(), false);
                if (example != null && regions.isPossible(example) && example.matches(one) && example.matches(other)) {
                    return example;
                }
            }
        }
        return null;
    }
}
