package dev.assay.platform.database;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as a JSON array of objects with the columns' names, for {@code json_to_recordset}. */
public final class JsonRows implements RowWriter {

    private final List<String> columns;
    private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    private ObjectNode row = JsonNodeFactory.instance.objectNode();
    private int next;

    public JsonRows(List<String> columns) {
        this.columns = columns;
    }

    /** All rows. */
    public String text() {
        return rows.toString();
    }

    @Override
    public void row(int count) {
        row = rows.addObject();
        next = 0;
    }

    private String column() {
        return columns.get(next++);
    }

    @Override
    public void bigint(long value) {
        row.put(column(), value);
    }

    @Override
    public void integer(int value) {
        row.put(column(), value);
    }

    @Override
    public void smallint(int value) {
        row.put(column(), value);
    }

    @Override
    public void decimal(double value) {
        row.put(column(), value);
    }

    @Override
    public void numeric(BigDecimal value) {
        row.put(column(), value);
    }

    @Override
    public void bool(boolean value) {
        row.put(column(), value);
    }

    @Override
    public void date(LocalDate date) {
        row.put(column(), date.toString());
    }

    @Override
    public void text(@Nullable String value) {
        row.put(column(), value);
    }

    @Override
    public void integers(int[] values) {
        ArrayNode array = row.putArray(column());
        for (int value : values) {
            array.add(value);
        }
    }

    @Override
    public void nothing() {
        next++;
    }
}
