package dev.assay.document.body;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, one at a time in one buffer: what is longer than the limit is skipped to its end without being kept.
 * Not thread-safe.
 */
final class NdjsonLines {
    /** What the current line is as text. */
    enum State {
        /** Worth parsing. */
        TEXT,
        /** Nothing but blanks. */
        EMPTY,
        /** Longer than the limit; its bytes are gone. */
        TOO_LONG,
        /** Has a raw control character. */
        CONTROL_CHARACTER,
        /** Has bytes beyond ASCII; whether they are UTF-8 is still to be seen. */
        TEXT_BEYOND_ASCII
    }

    private static final int READ_BYTES = 64 * 1024;

    private final InputStream in;
    private final int lineBytesMax;
    private byte[] buffer = new byte[READ_BYTES];
    private int position;
    private int end;
    private boolean drained;

    private int lineStart;
    private int lineEnd;
    private long number;
    private State state = State.EMPTY;
    private boolean ended;

    NdjsonLines(InputStream in, int lineBytesMax) {
        this.in = in;
        this.lineBytesMax = lineBytesMax;
    }

    /** Moves to the next line; false at the end of the stream. */
    boolean next() throws IOException {
        lineStart = position;
        int scanned = position;
        boolean tooLong = false;
        while (true) {
            int newline = indexOfNewline(scanned);
            if (newline >= 0) {
                finish(newline, tooLong);
                position = newline + 1;
                ended = true;
                return true;
            }
            scanned = end;
            if (scanned - lineStart > lineBytesMax) {
                tooLong = true;
                lineStart = scanned;
            }
            int kept = scanned - lineStart;
            if (!fill()) {
                boolean something = kept > 0 || tooLong;
                finish(end, tooLong);
                position = end;
                ended = false;
                return something;
            }
            scanned = lineStart + kept;
        }
    }

    private int indexOfNewline(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void finish(int lineEnd, boolean tooLong) {
        number++;
        this.lineEnd = lineEnd;
        if (lineEnd > lineStart && buffer[lineEnd - 1] == '\r') {
            this.lineEnd--;
        }
        if (number == 1 && startsWithByteOrderMark()) {
            lineStart += 3;
        }
        state = tooLong || this.lineEnd - lineStart > lineBytesMax ? State.TOO_LONG : stateOfText();
    }

    private boolean startsWithByteOrderMark() {
        return lineEnd - lineStart >= 3
                && buffer[lineStart] == (byte) 0xef
                && buffer[lineStart + 1] == (byte) 0xbb
                && buffer[lineStart + 2] == (byte) 0xbf;
    }

    private State stateOfText() {
        boolean empty = true;
        boolean control = false;
        boolean beyondAscii = false;
        for (int i = lineStart; i < lineEnd; i++) {
            byte b = buffer[i];
            empty &= b == ' ' || b == '\t';
            control |= b >= 0 && b < ' ' && b != '\t' || b == 0x7f;
            beyondAscii |= b < 0;
        }
        if (empty) {
            return State.EMPTY;
        }
        if (control) {
            return State.CONTROL_CHARACTER;
        }
        return beyondAscii ? State.TEXT_BEYOND_ASCII : State.TEXT;
    }

    /** Reads on, behind what the current line keeps; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (drained) {
            return false;
        }
        int kept = end - lineStart;
        if (lineStart > 0) {
            System.arraycopy(buffer, lineStart, buffer, 0, kept);
        } else if (kept == buffer.length) {
            byte[] larger = new byte[Math.min(2 * buffer.length, lineBytesMax + READ_BYTES)];
            System.arraycopy(buffer, 0, larger, 0, kept);
            buffer = larger;
        }
        lineStart = 0;
        end = kept;
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            drained = true;
            return false;
        }
        end += read;
        return true;
    }

    /** 1-based number of the current line. */
    long number() {
        return number;
    }

    State state() {
        return state;
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return lineStart;
    }

    int length() {
        return lineEnd - lineStart;
    }

    /** Whether a newline ended the current line; the last one may lack it. */
    boolean ended() {
        return ended;
    }
}
