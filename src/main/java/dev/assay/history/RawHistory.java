package dev.assay.history;

import dev.assay.platform.database.BinaryRows;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of the metrics statement: a customer's sums, counts, days and lists. A column that was not asked for is empty. */
final class RawHistory {

    private static final int COLUMNS = RawColumn.values().length;
    private static final int KEYS = 2;
    private static final long[] NONE = {};

    private final long customerId;
    private final String customerCode;
    private final @Nullable Long[] values = new Long[COLUMNS];
    private final @Nullable BigDecimal[] wide = new BigDecimal[COLUMNS];
    private final long[][] lists = new long[COLUMNS][];
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
                history.lists[column.ordinal()] = array == null
                        ? NONE
                        : Arrays.stream((Number[]) array.getArray())
                                .mapToLong(Number::longValue)
                                .toArray();
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

    /** The same from the row that was just reached. */
    static RawHistory of(BinaryRows row, List<RawColumn> columns) {
        row.column();
        long id = row.number();
        row.column();
        RawHistory history = new RawHistory(id, row.text());
        for (RawColumn column : columns) {
            if (!row.column()) {
                continue;
            }
            if (column.isList()) {
                history.lists[column.ordinal()] = row.numbers();
            } else if (column == RawColumn.STEPS) {
                history.steps = row.text();
            } else if (column.isWide()) {
                history.wide[column.ordinal()] = row.numeric();
            } else {
                history.values[column.ordinal()] = row.number();
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

    long[] list(RawColumn column) {
        long[] list = lists[column.ordinal()];
        return list == null ? NONE : list;
    }
}
