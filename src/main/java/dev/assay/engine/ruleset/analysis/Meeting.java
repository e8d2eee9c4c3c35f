package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds pairs of rules that some customer matches both of. */
final class Meeting extends Sweep {

    /** Told of two entries of different rules, the first tried first; returns true once that is enough. */
    interface Listener {
        boolean meet(Entry first, Entry second);
    }

    /** So few are compared one by one instead of walking on. */
    private static final int FEW = 12;

    private final Listener listener;
    private final Set<Long> seen = new HashSet<>();

    Meeting(Space space, List<Entry> entries, Budget budget, Listener listener) {
        super(space, entries, budget);
        this.listener = listener;
    }

    @Override
    boolean firstDecides() {
        return false;
    }

    @Override
    boolean isSettled(Node node) {
        if (node.active().size() <= FEW) {
            pairs(node.active());
            return true;
        }
        return false;
    }

    @Override
    void leaf(Node node) {
        pairs(node.active());
    }

    private void pairs(List<Entry> active) {
        for (int i = 0; i < active.size(); i++) {
            if (!spend(active.size() - i)) {
                return;
            }
            for (int j = i + 1; j < active.size(); j++) {
                CheckedRule one = active.get(i).rule();
                CheckedRule other = active.get(j).rule();
                if (one == null || other == null || one.ordinal() == other.ordinal()) {
                    continue;
                }
                if (active.get(i).box().meets(active.get(j).box())
                        && seen.add((long) one.ordinal() << 32 | other.ordinal())
                        && listener.meet(active.get(i), active.get(j))) {
                    stop();
                    return;
                }
            }
        }
    }
}
