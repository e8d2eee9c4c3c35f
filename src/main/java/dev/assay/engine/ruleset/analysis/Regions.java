package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.ruleset.analysis.Sweep.Entry;
import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The rules of a phase and the customers each of them matches. */
final class Regions {
    private final List<CheckedRule> rules;
    private final Space space;
    private final Map<Integer, List<Box>> boxes = new HashMap<>();
    private final List<Entry> impossible = new ArrayList<>();

    Regions(List<CheckedRule> rules, Space space) {
        this.rules = rules;
        this.space = space;
        rules.forEach(rule -> boxes.put(rule.ordinal(), space.boxes(rule.conditions())));
        // what stood before is known as a whole or not at all
        exclude("previousGrade", true, "previousProvisional", false);
        exclude("previousGrade", false, "previousProvisional", true);
        exclude("previousGrade", true, "previousLimit", false);
        // both are counted from invoices
        exclude("tenureDays", true, "recencyDays", false);
        exclude("tenureDays", false, "recencyDays", true);
    }

    private void exclude(String one, boolean withoutData, String other, boolean otherWithoutData) {
        int a = space.axis(one);
        int b = space.axis(other);
        if (a >= 0 && b >= 0) {
            Axis first = space.axes().get(a);
            Axis second = space.axes().get(b);
            Box box = Box.everything(space.axes().size(), true)
                    .with(a, withoutData ? first.noData() : first.data())
                    .with(b, otherWithoutData ? second.noData() : second.data());
            impossible.add(new Entry(null, box));
        }
    }

    /** In the order they are tried. */
    List<CheckedRule> rules() {
        return rules;
    }

    Space space() {
        return space;
    }

    List<Box> of(CheckedRule rule) {
        return boxes.getOrDefault(rule.ordinal(), List.of());
    }

    /** Rules that have any of the effects, in the order they are tried. */
    List<CheckedRule> with(Collection<Effect> effects) {
        return rules.stream().filter(rule -> has(rule, effects)).toList();
    }

    static boolean has(CheckedRule rule, Collection<Effect> effects) {
        return rule.effects().stream().anyMatch(call -> effects.contains(call.effect()));
    }

    /** What no customer can be, and then the rules as given. */
    List<Entry> entries(Collection<CheckedRule> some) {
        BitSet asked = asked(some);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : impossible) {
            // of no matter unless both sides of it are asked about
            boolean matters = IntStream.range(0, space.axes().size())
                    .allMatch(axis -> entry.box().at(axis) == null || asked.get(axis));
            if (matters) {
                entries.add(entry);
            }
        }
        for (CheckedRule rule : some) {
            of(rule).forEach(box -> entries.add(new Entry(rule, box)));
        }
        return entries;
    }

    /** The axes some rules ask about. */
    BitSet asked(Collection<CheckedRule> some) {
        BitSet asked = new BitSet();
        for (CheckedRule rule : some) {
            for (Box box : of(rule)) {
                for (int axis = 0; axis < box.cells().length; axis++) {
                    if (box.at(axis) != null) {
                        asked.set(axis);
                    }
                }
            }
        }
        return asked;
    }

    boolean isPossible(CounterExample example) {
        return impossible.stream().noneMatch(entry -> example.isIn(entry.box()));
    }
}
