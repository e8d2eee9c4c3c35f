package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One customer: a value on every axis, of which those that matter are shown. Immutable. */
final class CounterExample {
    private static final String TAGS = "tags";

    private final Space space;
    private final int[] cells;
    private final BitSet shown;
    private final Truth truth;

    private CounterExample(Space space, int[] cells, BitSet shown) {
        this.space = space;
        this.cells = cells;
        this.shown = shown;
        this.truth = new Truth(space.operands(), values());
    }

    /**
     * A customer in the region; null if none there is an ordinary one.
     *
     * @param namedTextsOnly a text no rule names, or none at all, isn't ordinary
     */
    static @Nullable CounterExample in(Box region, Space space, boolean namedTextsOnly) {
        int[] cells = new int[space.axes().size()];
        BitSet shown = new BitSet();
        for (int i = 0; i < cells.length; i++) {
            Cells allowed = region.at(i);
            int cell = ordinary(space.axes().get(i), allowed, allowed != null && namedTextsOnly);
            if (cell < 0 && allowed != null) {
                return null;
            }
            cells[i] = Math.max(0, cell);
            shown.set(i, allowed != null);
        }
        return new CounterExample(space, cells, shown);
    }

    /** The first with data, else without; −1 if none is ordinary. */
    private static int ordinary(Axis axis, @Nullable Cells allowed, boolean namedTextsOnly) {
        Cells among = allowed == null ? axis.all() : allowed;
        int withoutData = -1;
        for (int range = 0; range < among.ranges(); range++) {
            for (int cell = among.from(range); cell < among.end(range); cell++) {
                if (!axis.cell(cell).ordinary() || namedTextsOnly && axis.isUnnamedText(cell)) {
                    continue;
                }
                if (axis.cell(cell).sample() != null) {
                    return cell;
                }
                withoutData = cell;
            }
        }
        return withoutData;
    }

    /** The same customer, of which what the box asks about is shown. */
    CounterExample showingOnly(Box box) {
        BitSet asked = new BitSet();
        for (int i = 0; i < cells.length; i++) {
            asked.set(i, box.at(i) != null);
        }
        return new CounterExample(space, cells, asked);
    }

    /** The same customer in another cell of an axis. */
    CounterExample moved(int axis, int cell) {
        int[] others = cells.clone();
        others[axis] = cell;
        return new CounterExample(space, others, shown);
    }

    boolean isIn(Box box) {
        for (int i = 0; i < cells.length; i++) {
            Cells allowed = box.at(i);
            if (allowed != null && !allowed.contains(cells[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rule's own conditions hold, read anew and not by cells. */
    boolean matches(CheckedRule rule) {
        return truth.holds(rule.conditions());
    }

    /** By operand; every one a rule of the phase compares. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new HashMap<>();
        List<Object> tags = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            Axis axis = space.axes().get(i);
            Object sample = axis.cell(cells[i]).sample();
            if (axis.tag() == null) {
                values.put(axis.name(), sample);
            } else if (Boolean.TRUE.equals(sample)) {
                tags.add(axis.tag());
            }
        }
        values.put(TAGS, tags);
        return values;
    }

    /** What matters of the customer, as written in rules; null for no data. */
    Map<String, @Nullable String> shown() {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        TreeSet<String> tags = new TreeSet<>();
        shown.stream().forEach(i -> {
            Axis axis = space.axes().get(i);
            String tag = axis.tag();
            if (tag == null) {
                texts.put(axis.name(), axis.shown(cells[i]));
                return;
            }
            if (Boolean.TRUE.equals(axis.cell(cells[i]).sample())) {
                tags.add(tag);
            }
            texts.put(TAGS, tags.toString());
        });
        return Collections.unmodifiableMap(texts);
    }

    String zh() {
        return text("无数据", "任何客户");
    }

    String en() {
        return text("no data", "any customer");
    }

    private String text(String noData, String anybody) {
        return shown().isEmpty()
                ? anybody
                : shown().entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + (entry.getValue() == null ? noData : entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
