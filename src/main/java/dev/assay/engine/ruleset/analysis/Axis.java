package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing rules compare, cut into cells; where data may be missing, the first cell is that. Immutable. */
final class Axis {
    private static final int TEXTS_LOOKED_INTO_MAX = 200;

    private final String name;
    private final Kind kind;
    private final List<Cell> cells;
    private final int firstWithData;
    private final @Nullable String tag;
    private final boolean openText;
    private final boolean contentKnown;
    private final Map<Object, Integer> byValue = new HashMap<>();

    /**
     * @param tag the label whose presence in the texts is asked, null for a value
     * @param openText the last cell is every text that no rule names
     */
    Axis(String name, Kind kind, List<Cell> cells, @Nullable String tag, boolean openText) {
        this.name = name;
        this.kind = kind;
        this.cells = List.copyOf(cells);
        this.firstWithData = !cells.isEmpty() && cells.get(0).sample() == null ? 1 : 0;
        this.tag = tag;
        this.openText = openText;
        this.contentKnown = cells.size() <= TEXTS_LOOKED_INTO_MAX
                && cells.stream().noneMatch(cell -> Truth.isTooLong(cell.sample()));
        for (int i = firstWithData; i < cells.size(); i++) {
            if (cells.get(i).single()) {
                byValue.put(String.valueOf(cells.get(i).sample()), i);
            }
        }
    }

    String name() {
        return name;
    }

    /** The label whose presence this axis is about; null if it is about a value. */
    @Nullable
    String tag() {
        return tag;
    }

    int size() {
        return cells.size();
    }

    Cell cell(int index) {
        return cells.get(index);
    }

    boolean isLine() {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL || kind == Kind.EXACT || kind == Kind.DATE;
    }

    /** Whether the cell stands for "any other text" or for its absence, where texts aren't a closed list. */
    boolean isUnnamedText(int cell) {
        return openText && (cell == cells.size() - 1 || cell < firstWithData);
    }

    Cells all() {
        return Cells.range(0, cells.size());
    }

    Cells noData() {
        return Cells.range(0, firstWithData);
    }

    Cells data() {
        return Cells.range(firstWithData, cells.size());
    }

    /** Where a comparison with a constant surely holds. */
    Cells where(Operator operator, Object constant) {
        return switch (operator) {
            case EQUAL -> equal(constant);
            case UNEQUAL -> without(equal(constant));
            case LESS -> Cells.range(firstWithData, firstNotBelow(constant, false));
            case AT_MOST -> Cells.range(firstWithData, firstNotBelow(constant, true));
            case GREATER -> Cells.range(firstNotBelow(constant, true), cells.size());
            case AT_LEAST -> Cells.range(firstNotBelow(constant, false), cells.size());
            default -> texts(operator, constant);
        };
    }

    /** Where it isn't known whether a comparison holds: what a text contains says no list of texts. */
    Cells unknown(Operator operator) {
        boolean byContent =
                operator == Operator.MATCHES || operator == Operator.CONTAINS || operator == Operator.NOT_CONTAINS;
        if (!byContent) {
            return Cells.NONE;
        }
        if (!contentKnown) {
            return data();
        }
        return cells.get(cells.size() - 1).single() ? Cells.NONE : Cells.one(cells.size() - 1);
    }

    private Cells equal(Object constant) {
        if (isLine()) {
            int from = firstNotBelow(constant, false);
            return Cells.range(from, firstNotBelow(constant, true));
        }
        Integer at = byValue.get(String.valueOf(constant));
        return at == null ? Cells.NONE : Cells.one(at);
    }

    private Cells without(Cells equal) {
        return equal.isEmpty()
                ? data()
                : Cells.range(firstWithData, equal.from(0)).or(Cells.range(equal.end(0), cells.size()));
    }

    private Cells texts(Operator operator, Object constant) {
        Cells where = Cells.NONE;
        if (!contentKnown) {
            return where;
        }
        for (int i = firstWithData; i < cells.size(); i++) {
            Object sample = cells.get(i).sample();
            if (sample != null && cells.get(i).single() && Truth.compare(sample, operator, constant)) {
                where = where.or(Cells.one(i));
            }
        }
        return where;
    }

    /** No cell lies on both sides of a constant, so its sample speaks for it. */
    private int firstNotBelow(Object constant, boolean orEqual) {
        int low = firstWithData;
        int high = cells.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Operands.compare(value(middle), constant);
            if (order < 0 || orEqual && order == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Object value(int cell) {
        Object sample = cells.get(cell).sample();
        if (sample == null) {
            throw new IllegalStateException("no data at cell " + cell + " of " + name);
        }
        return sample;
    }

    /** The cell's sample as written in rules, null for no data. */
    @Nullable
    String shown(int cell) {
        Object sample = cells.get(cell).sample();
        if (sample instanceof Integer days && kind == Kind.DATE) {
            return LocalDate.ofEpochDay(days).toString();
        }
        return sample instanceof Double decimal ? plain(decimal) : sample == null ? null : sample.toString();
    }

    private static String plain(double value) {
        String text = new java.math.BigDecimal(Double.toString(value)).toPlainString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
