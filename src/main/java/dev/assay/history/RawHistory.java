package dev.assay.history;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of the metrics statement: a customer's sums, counts, days and lists. A column that was not asked for is empty. */
final class RawHistory {

    private static final int COLUMNS = RawColumn.values().length;
    private static final int KEYS = 2;
    private static final Number[] NONE = {};

    private final long customerId;
    private final String customerCode;
    private final @Nullable Long[] values = new Long[COLUMNS];
    private final @Nullable BigDecimal[] wide = new BigDecimal[COLUMNS];
    private final Number[][] lists = new Number[COLUMNS][];
    private @Nullable String steps;

    private RawHistory(long customerId, String customerCode) {
        this.customerId = customerId;
        this.customerCode = customerCode;
    }

    /** @param columns what the statement gives, in its order */
    static RawHistory of(ResultSet rows, List<RawColumn> columns) throws SQLException {
        RawHistory history = new RawHistory(rows.getLong(1), rows.getString(2));
        for (int i = 0; i < columns.size(); i++) {
            RawColumn column = columns.get(i);
            int position = KEYS + i + 1;
            if (column.isList()) {
                Array array = rows.getArray(position);
                history.lists[column.ordinal()] = array == null ? NONE : (Number[]) array.getArray();
            } else if (column == RawColumn.STEPS) {
                history.steps = rows.getString(position);
            } else if (column.isWide()) {
                history.wide[column.ordinal()] = rows.getBigDecimal(position);
            } else {
                long value = rows.getLong(position);
                history.values[column.ordinal()] = rows.wasNull() ? null : value;
            }
        }
        return history;
    }

    static List<RawColumn> inOrder(Set<RawColumn> columns) {
        return columns.stream().sorted().toList();
    }

    long customerId() {
        return customerId;
    }

    String customerCode() {
        return customerCode;
    }

    /** A sum or a count, 0 over nothing. */
    long get(RawColumn column) {
        Long value = values[column.ordinal()];
        return value == null ? 0 : value;
    }

    /** A sum that may exceed 64 bits, 0 over nothing. */
    BigDecimal wide(RawColumn column) {
        BigDecimal value = wide[column.ordinal()];
        return value == null ? BigDecimal.ZERO : value;
    }

    /** Days or an instant, null for none. */
    @Nullable
    Long orNull(RawColumn column) {
        return values[column.ordinal()];
    }

    /** {@link RawColumn#STEPS}, empty for none. */
    String steps() {
        return steps == null ? "" : steps;
    }

    Number[] list(RawColumn column) {
        Number[] list = lists[column.ordinal()];
        return list == null ? NONE : list;
    }
}
