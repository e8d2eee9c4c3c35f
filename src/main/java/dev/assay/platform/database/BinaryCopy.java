package dev.assay.platform.database;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;

/**
 * Rows in PostgreSQL's binary COPY format, sent on in chunks so that memory stays flat however many there are. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, binary format</a>
 */
public final class BinaryCopy implements RowWriter {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final int OID_BIGINT = 20;
    private static final int OID_INT = 23;
    private static final int OID_TEXT = 25;
    private static final int OID_DATE = 1082;
    /** PostgreSQL counts days from here. */
    private static final int EPOCH_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();

    private final CopyIn copy;
    private ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

    public BinaryCopy(CopyIn copy) {
        this.copy = copy;
        chunk.put(header());
    }

    /** What rows of the format begin with: signature, no flags, no extension. */
    public static byte[] header() {
        return Arrays.copyOf(SIGNATURE, SIGNATURE.length + 2 * Integer.BYTES);
    }

    /** What they end with. */
    public static byte[] trailer() {
        return new byte[] {-1, -1};
    }

    @Override
    public void row(int columns) throws SQLException {
        if (chunk.position() > CHUNK_BYTES / 2) {
            send();
        }
        room(Short.BYTES);
        chunk.putShort((short) columns);
    }

    @Override
    public void bigint(long value) {
        room(Integer.BYTES + Long.BYTES);
        chunk.putInt(Long.BYTES).putLong(value);
    }

    @Override
    public void smallint(int value) {
        room(Integer.BYTES + Short.BYTES);
        chunk.putInt(Short.BYTES).putShort((short) value);
    }

    @Override
    public void integer(int value) {
        room(2 * Integer.BYTES);
        chunk.putInt(Integer.BYTES).putInt(value);
    }

    @Override
    public void decimal(double value) {
        room(Integer.BYTES + Double.BYTES);
        chunk.putInt(Double.BYTES).putDouble(value);
    }

    @Override
    public void numeric(BigDecimal value) {
        bytes(ByteConverter.numeric(value));
    }

    @Override
    public void bool(boolean value) {
        room(Integer.BYTES + 1);
        chunk.putInt(1).put((byte) (value ? 1 : 0));
    }

    @Override
    public void date(LocalDate date) {
        days(day(date));
    }

    public void dateOr(@Nullable LocalDate date, int infinity) {
        days(date == null ? infinity : day(date));
    }

    /** A raw date: days since 2000-01-01; {@link Integer#MAX_VALUE} is infinity, {@link Integer#MIN_VALUE} its negative. */
    public void days(int days) {
        integer(days);
    }

    public static int day(LocalDate date) {
        return (int) date.toEpochDay() - EPOCH_DAY;
    }

    public void bytes(byte[] value) {
        room(Integer.BYTES + value.length);
        chunk.putInt(value.length).put(value);
    }

    @Override
    public void text(@Nullable String value) {
        if (value == null) {
            nothing();
        } else {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void nothing() {
        room(Integer.BYTES);
        chunk.putInt(-1);
    }

    public <T> void texts(List<T> rows, Function<T, String> value) {
        int start = beginArray(rows.size(), OID_TEXT);
        for (T row : rows) {
            text(value.apply(row));
        }
        endArray(start);
    }

    public <T> void bigints(List<T> rows, ToLongFunction<T> value) {
        int start = beginArray(rows.size(), OID_BIGINT);
        for (T row : rows) {
            bigint(value.applyAsLong(row));
        }
        endArray(start);
    }

    public <T> void dates(List<T> rows, Function<T, LocalDate> value) {
        int start = beginArray(rows.size(), OID_DATE);
        for (T row : rows) {
            date(value.apply(row));
        }
        endArray(start);
    }

    @Override
    public void integers(int[] values) {
        int start = beginArray(values.length, OID_INT);
        for (int value : values) {
            integer(value);
        }
        endArray(start);
    }

    /** Dimensions, no nulls, element type, length, first index 1. */
    private int beginArray(int length, int elementType) {
        room(6 * Integer.BYTES);
        int start = chunk.position();
        chunk.putInt(0).putInt(1).putInt(0).putInt(elementType).putInt(length).putInt(1);
        return start;
    }

    private void endArray(int start) {
        chunk.putInt(start, chunk.position() - start - Integer.BYTES);
    }

    private void room(int bytes) {
        if (chunk.remaining() < bytes) {
            chunk.flip();
            chunk = ByteBuffer.allocate(2 * (chunk.limit() + bytes)).put(chunk);
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(chunk.array(), 0, chunk.position());
        if (chunk.capacity() > 4 * CHUNK_BYTES) {
            chunk = ByteBuffer.allocate(CHUNK_BYTES);
        }
        chunk.clear();
    }

    /** Writes the trailer and ends the COPY. */
    public void end() throws SQLException {
        room(Short.BYTES);
        chunk.put(trailer());
        send();
        copy.endCopy();
    }
}
