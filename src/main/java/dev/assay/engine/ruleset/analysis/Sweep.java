package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all customers, axis by axis, keeping the boxes that still hold: the axis most of them ask about is cut where they
 * begin and end, and stretches with the same boxes are walked as one. It ends early where there is nothing to learn, and for good when
 * the budget is spent.
 */
abstract class Sweep {
    /** To see which axes are asked about takes less than to compare. */
    private static final int LOOKS_PER_STEP = 8;

    /**
     * A box in the order of its rule.
     *
     * @param rule null for what no customer can be
     */
    record Entry(@Nullable CheckedRule rule, Box box) {}

    /**
     * A stretch of the walk.
     *
     * @param active entries that hold here, as far as the axes walked tell, in order
     * @param open by active entry, how many axes it asks about are still to come
     * @param region where this is
     */
    record Node(List<Entry> active, int[] open, Box region) {

        /** It holds in all of the region. */
        boolean isComplete(int entry) {
            return open[entry] == 0;
        }

        boolean isCertain(int entry) {
            return isComplete(entry) && active.get(entry).box().certain();
        }
    }

    private final Space space;
    private final Budget budget;
    private final List<Entry> entries;
    private final int[] asked;
    private final boolean[] walked;
    private boolean cut;
    private boolean done;

    Sweep(Space space, List<Entry> entries, Budget budget) {
        this.space = space;
        this.entries = entries;
        this.budget = budget;
        this.walked = new boolean[space.axes().size()];
        this.cut = !budget.spend((long) entries.size() * (1 + walked.length / LOOKS_PER_STEP));
        this.asked = java.util.stream.IntStream.range(0, walked.length)
                .filter(axis -> entries.stream().anyMatch(entry -> entry.box().at(axis) != null))
                .toArray();
    }

    /** True if all customers were looked at, or enough. */
    final boolean walk() {
        visit(entries, Box.everything(walked.length, true));
        return !cut;
    }

    final Space space() {
        return space;
    }

    final List<Entry> entries() {
        return entries;
    }

    /** Enough was found. */
    final void stop() {
        done = true;
    }

    /** False, and the walk ends, once the budget is spent. */
    final boolean spend(long steps) {
        cut |= !budget.spend(steps);
        return !cut;
    }

    /** Learns from the node; true if nothing is left to learn further on. */
    abstract boolean isSettled(Node node);

    /** Here no entry holds. */
    void empty(Box region) {}

    /** All entries that hold here are complete, and still it isn't settled. */
    void leaf(Node node) {}

    /** What comes after an entry that surely holds doesn't matter. */
    boolean firstDecides() {
        return true;
    }

    private void visit(List<Entry> active, Box region) {
        if (done || cut || !spend((long) active.size() * Math.max(1, asked.length))) {
            return;
        }
        if (active.isEmpty()) {
            empty(region);
            return;
        }
        int[] counts = new int[walked.length];
        int[] open = new int[active.size()];
        for (int i = 0; i < open.length; i++) {
            Box box = active.get(i).box();
            for (int axis : asked) {
                if (!walked[axis] && box.at(axis) != null) {
                    counts[axis]++;
                    open[i]++;
                }
            }
        }
        Node node = new Node(active, open, region);
        if (isSettled(node)) {
            return;
        }
        int most = Arrays.stream(asked).reduce(-1, (a, b) -> a < 0 || counts[b] > counts[a] ? b : a);
        if (most < 0 || counts[most] == 0) {
            leaf(node);
            return;
        }
        walked[most] = true;
        cut(node, most).forEach((indices, cells) -> {
            List<Entry> some = new ArrayList<>(indices.length);
            for (int index : indices) {
                some.add(active.get(index));
            }
            visit(some, region.with(most, cells));
        });
        walked[most] = false;
    }

    /** The stretches of an axis by the entries that hold there; those where none does are told at once. */
    private Map<int[], Cells> cut(Node node, int axis) {
        TreeMap<Integer, List<Integer>> turns = new TreeMap<>();
        TreeSet<Integer> holding = new TreeSet<>();
        turns.put(0, new ArrayList<>());
        turns.put(space.axes().get(axis).size(), new ArrayList<>());
        for (int i = 0; i < node.active().size(); i++) {
            Cells cells = node.active().get(i).box().at(axis);
            if (cells == null) {
                holding.add(i);
                continue;
            }
            for (int range = 0; range < cells.ranges(); range++) {
                turns.computeIfAbsent(cells.from(range), at -> new ArrayList<>())
                        .add(i);
                turns.computeIfAbsent(cells.end(range), at -> new ArrayList<>()).add(i);
            }
        }
        Map<Key, Cells> stretches = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<Integer, List<Integer>> turn : turns.entrySet()) {
            if (turn.getKey() > from) {
                Cells stretch = Cells.range(from, turn.getKey());
                int[] indices = indices(node, axis, holding);
                if (!spend(indices.length + 1L)) {
                    break;
                }
                if (indices.length == 0) {
                    empty(node.region(), axis, stretch);
                } else {
                    stretches.merge(new Key(indices), stretch, Cells::or);
                }
                from = turn.getKey();
            }
            turn.getValue().forEach(entry -> {
                if (!holding.remove(entry)) {
                    holding.add(entry);
                }
            });
        }
        Map<int[], Cells> byIndices = new LinkedHashMap<>();
        stretches.forEach((key, cells) -> byIndices.put(key.indices, cells));
        return byIndices;
    }

    private int[] indices(Node node, int axis, TreeSet<Integer> holding) {
        int[] indices = new int[firstDecides() ? Math.min(16, holding.size()) : holding.size()];
        int length = 0;
        for (int index : holding) {
            if (length == indices.length) {
                indices = Arrays.copyOf(indices, 2 * length);
            }
            indices[length++] = index;
            Entry entry = node.active().get(index);
            int ahead = node.open()[index] - (entry.box().at(axis) == null ? 0 : 1);
            if (firstDecides() && ahead == 0 && entry.box().certain()) {
                break;
            }
        }
        return Arrays.copyOf(indices, length);
    }

    /** No data is a gap of its own, and so is each text; numbers run on. */
    private void empty(Box region, int index, Cells stretch) {
        Axis axis = space.axes().get(index);
        int from = stretch.from(0);
        int end = stretch.end(0);
        while (from < end && !done) {
            boolean runsOn = axis.isLine() && axis.cell(from).sample() != null;
            int to = runsOn ? end : from + 1;
            empty(region.with(index, Cells.range(from, to)));
            from = to;
        }
    }

    /** A list of numbers as the key of a map. */
    private static final class Key {
        private final int[] indices;

        Key(int[] indices) {
            this.indices = indices;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(indices, key.indices);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(indices);
        }
    }

    /** The rules of a set of entries that were met. */
    static final class RuleSet {
        private final BitSet ordinals = new BitSet();

        void add(@Nullable CheckedRule rule) {
            if (rule != null) {
                ordinals.set(rule.ordinal());
            }
        }

        boolean contains(@Nullable CheckedRule rule) {
            return rule == null || ordinals.get(rule.ordinal());
        }
    }
}
