package dev.assay.platform.database;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Takes the columns of a row one after the other; the types are those of the columns they go to. */
public interface RowWriter {

    /** Begins a row of so many columns. */
    void row(int columns) throws SQLException;

    void bigint(long value);

    void integer(int value);

    void smallint(int value);

    /** A {@code float8}. */
    void decimal(double value);

    void numeric(BigDecimal value);

    void bool(boolean value);

    void date(LocalDate date);

    void text(@Nullable String value);

    void integers(int[] values);

    /** A null. */
    void nothing();
}
