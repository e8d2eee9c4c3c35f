package dev.assay.platform.database;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.postgresql.util.ByteConverter;

/**
 * Rows in PostgreSQL's binary COPY format, read one after the other, and each column by column; memory is that of the largest row.
 * Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, binary format</a>
 */
public final class BinaryRows {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Of an array: dimensions, nulls, element type, length, first index. */
    private static final int ARRAY_HEAD = 5 * Integer.BYTES;

    private static final int ARRAY_LENGTH_AT = 3 * Integer.BYTES;

    private final InputStream in;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    /** Where what was read from the stream ends. */
    private int filled;
    /** Where the current row begins; what lies before it is done with. */
    private int row;
    /** The end of the row, and of the current column and its length (-1: null); all from the beginning of the row. */
    private int rowEnd;

    private int columnEnd;
    private int length;

    /** Reads the header. */
    public BinaryRows(InputStream in) throws IOException {
        this.in = in;
        rowEnd = BinaryCopy.header().length;
        need(rowEnd);
    }

    /** Moves to the next row; false at the end. */
    public boolean next() throws IOException {
        row += rowEnd;
        need(Short.BYTES);
        int columns = buffer.getShort(row);
        rowEnd = Short.BYTES;
        columnEnd = Short.BYTES;
        for (int i = 0; i < columns; i++) {
            need(rowEnd + Integer.BYTES);
            int bytes = Math.max(0, buffer.getInt(row + rowEnd));
            rowEnd += Integer.BYTES + bytes;
            need(rowEnd);
        }
        return columns >= 0;
    }

    /** The row as it came. */
    public void copyTo(OutputStream out) throws IOException {
        out.write(buffer.array(), row, rowEnd);
    }

    /** Moves to the row's next column; false if it is null. */
    public boolean column() {
        length = buffer.getInt(row + columnEnd);
        columnEnd += Integer.BYTES + Math.max(0, length);
        return length >= 0;
    }

    /** A smallint, int or bigint. */
    public long number() {
        return number(start(), length);
    }

    public BigDecimal numeric() {
        return (BigDecimal) ByteConverter.numeric(buffer.array(), start(), length);
    }

    public String text() {
        return new String(buffer.array(), start(), length, StandardCharsets.UTF_8);
    }

    /** An array of one dimension of int or bigint without nulls. */
    public long[] numbers() {
        int at = start();
        if (buffer.getInt(at) == 0) {
            return new long[0];
        }
        long[] numbers = new long[buffer.getInt(at + ARRAY_LENGTH_AT)];
        at += ARRAY_HEAD;
        for (int i = 0; i < numbers.length; i++) {
            int bytes = buffer.getInt(at);
            numbers[i] = number(at + Integer.BYTES, bytes);
            at += Integer.BYTES + bytes;
        }
        return numbers;
    }

    private long number(int at, int bytes) {
        return switch (bytes) {
            case Short.BYTES -> buffer.getShort(at);
            case Integer.BYTES -> buffer.getInt(at);
            case Long.BYTES -> buffer.getLong(at);
            default -> throw new IllegalStateException("A whole number of " + bytes + " bytes");
        };
    }

    private int start() {
        return row + columnEnd - length;
    }

    /** Reads on until so many bytes of the row are there. */
    private void need(int bytes) throws IOException {
        if (filled - row >= bytes) {
            return;
        }
        if (buffer.capacity() - row < bytes) {
            byte[] room = bytes > buffer.capacity() / 2 ? new byte[2 * bytes] : buffer.array();
            System.arraycopy(buffer.array(), row, room, 0, filled - row);
            buffer = ByteBuffer.wrap(room);
            filled -= row;
            row = 0;
        }
        while (filled - row < bytes) {
            int read = in.read(buffer.array(), filled, buffer.capacity() - filled);
            if (read < 0) {
                throw new EOFException("The rows end in the middle");
            }
            filled += read;
        }
    }
}
