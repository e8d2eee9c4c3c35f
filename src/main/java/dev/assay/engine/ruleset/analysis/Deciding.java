package dev.assay.engine.ruleset.analysis;

import java.util.List;

/** Finds the rules that decide for some customer, where the first that matches takes it. Without a full walk, nothing is known of the rest. */
final class Deciding extends Sweep {
    private final RuleSet deciding = new RuleSet();

    Deciding(Space space, List<Entry> entries, Budget budget) {
        super(space, entries, budget);
    }

    RuleSet rules() {
        return deciding;
    }

    @Override
    boolean isSettled(Node node) {
        for (int i = 0; i < node.active().size() && node.isComplete(i); i++) {
            deciding.add(node.active().get(i).rule());
            if (node.isCertain(i)) {
                return true;
            }
        }
        return node.active().stream().allMatch(entry -> deciding.contains(entry.rule()));
    }
}
