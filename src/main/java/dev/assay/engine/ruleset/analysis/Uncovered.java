package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds regions in which no rule matches, each as wide as it gets, with a customer to show it. */
final class Uncovered extends Sweep {

    /**
     * A region in which customers are without a rule, and one of them.
     *
     * @param region by the axes gaps are told apart by: all of it has no rule if these are all there are
     */
    record Gap(Box region, CounterExample example) {}

    private static final int WIDENINGS_MAX = 50;

    private final boolean namedTextsOnly;
    private final int most;
    private final BitSet own;
    private final List<Gap> gaps = new ArrayList<>();

    /**
     * @param entries the rules that would fill a gap
     * @param namedTextsOnly texts that no rule names, or none, make no gap
     * @param most gaps to look for
     * @param own axes by which gaps are told apart; what only others ask about makes no gap another
     */
    Uncovered(Space space, List<Entry> entries, Budget budget, boolean namedTextsOnly, int most, BitSet own) {
        super(space, entries, budget);
        this.own = own;
        this.namedTextsOnly = namedTextsOnly;
        this.most = most;
    }

    List<Gap> gaps() {
        return gaps;
    }

    @Override
    boolean isSettled(Node node) {
        for (int i = 0; i < node.active().size(); i++) {
            if (node.isCertain(i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void empty(Box region) {
        for (Box piece : untold(region)) {
            // what was told meanwhile may have taken it
            if (gaps.stream().noneMatch(gap -> piece.isWithin(gap.region()))) {
                add(piece, widened(piece), null);
            }
        }
    }

    /** Only entries of which it isn't certain that they match are left: the example decides. */
    @Override
    void leaf(Node node) {
        Box asked = node.region();
        for (Entry entry : node.active()) {
            Box joined = asked.and(entry.box());
            asked = joined == null ? asked : joined;
        }
        add(node.region(), node.region(), asked);
    }

    private void add(Box piece, Box region, @Nullable Box asked) {
        CounterExample found = CounterExample.in(piece, space(), namedTextsOnly);
        if (found == null || gaps.stream().anyMatch(gap -> found.isIn(gap.region())) || isFilled(found)) {
            return;
        }
        gaps.add(new Gap(byOwn(region), found.showingOnly(asked == null ? region : asked)));
        if (gaps.size() >= most) {
            stop();
        }
    }

    private Box byOwn(Box region) {
        Box wide = region;
        for (int axis = 0; axis < space().axes().size(); axis++) {
            wide = own.get(axis) ? wide : wide.with(axis, null);
        }
        return wide;
    }

    /** The region without the gaps already told. */
    private List<Box> untold(Box region) {
        List<Box> pieces = List.of(region);
        for (Gap gap : gaps) {
            List<Box> left = new ArrayList<>();
            for (Box piece : pieces) {
                if (!spend(1)) {
                    return List.of();
                }
                cutOut(piece, gap.region(), left);
            }
            pieces = left;
        }
        return pieces;
    }

    private void cutOut(Box piece, Box hole, List<Box> left) {
        if (!piece.meets(hole)) {
            left.add(piece);
            return;
        }
        Box rest = piece;
        for (int axis = 0; axis < space().axes().size(); axis++) {
            Cells inside = hole.at(axis);
            if (inside != null) {
                Cells mine = rest.at(axis);
                Cells all = mine == null ? space().axes().get(axis).all() : mine;
                Cells outside = all.without(inside);
                if (!outside.isEmpty()) {
                    left.add(rest.with(axis, outside));
                }
                rest = rest.with(axis, all.and(inside));
            }
        }
    }

    /** Asked of the conditions themselves, so that a warning is never wrong. */
    private boolean isFilled(CounterExample example) {
        if (!spend(entries().size())) {
            return true;
        }
        for (Entry entry : entries()) {
            CheckedRule rule = entry.rule();
            if (rule == null ? example.isIn(entry.box()) : example.matches(rule)) {
                return true;
            }
        }
        return false;
    }

    private Box widened(Box region) {
        Box wide = region;
        for (int axis = 0; axis < space().axes().size(); axis++) {
            if (wide.at(axis) != null) {
                Box without = wide.with(axis, null);
                wide = isFree(without) ? without : alongLine(wide, axis);
            }
        }
        return wide;
    }

    private Box alongLine(Box region, int index) {
        Axis axis = space().axes().get(index);
        Cells cells = region.at(index);
        if (cells == null || !axis.isLine() || axis.cell(cells.from(0)).sample() == null) {
            return region;
        }
        Box wide = region;
        int from = cells.from(0);
        int end = cells.end(cells.ranges() - 1);
        int first = axis.data().from(0);
        for (int i = 0; i < WIDENINGS_MAX; i++) {
            Box down = from > first ? wide.with(index, Cells.range(from - 1, end)) : wide;
            Box up = end < axis.size() ? wide.with(index, Cells.range(from, end + 1)) : wide;
            if (from > first && isFree(down)) {
                from--;
                wide = down;
            } else if (end < axis.size() && isFree(up)) {
                end++;
                wide = up;
            } else {
                return wide;
            }
        }
        return wide;
    }

    private boolean isFree(Box region) {
        return spend(entries().size())
                && entries().stream().noneMatch(entry -> entry.box().meets(region));
    }
}
