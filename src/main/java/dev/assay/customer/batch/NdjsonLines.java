package dev.assay.customer.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.customer.content.CustomerJson;
import dev.assay.platform.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One customer per line. A line that is no JSON, not UTF-8 or too long is a fault of its own; the others are not affected. */
final class NdjsonLines implements BatchLines {

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;

    private byte[] line = new byte[BUFFER_BYTES];
    private int length;
    private boolean tooLong;
    private boolean terminated;
    private long number;

    NdjsonLines(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable Line next() throws IOException {
        while (readLine()) {
            number++;
            if (tooLong) {
                return fault(
                        "the line is longer than " + CustomerJson.BYTES_MAX + " bytes; a customer is never that big");
            }
            Line parsed = parse();
            if (parsed != null) {
                return parsed;
            }
        }
        return null;
    }

    /** The line as JSON, null if it is blank. */
    private @Nullable Line parse() {
        try {
            String text = CustomerJson.decode(Arrays.copyOf(line, length));
            if (number == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            return text.isBlank() ? null : new Line(number, CustomerJson.parse(text), null);
        } catch (Problem notUtf8) {
            return fault(String.valueOf(notUtf8.getMessage()));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            return fault("the line is not JSON" + place + ": " + e.getOriginalMessage()
                    + (terminated ? "" : "; the last line ends in its middle, send it whole"));
        }
    }

    private Line fault(String message) {
        return new Line(number, null, message);
    }

    /** Reads up to the next newline or the end; false if nothing is left. A line beyond the limit is passed over, not kept. */
    private boolean readLine() throws IOException {
        length = 0;
        tooLong = false;
        terminated = false;
        boolean something = false;
        while (!terminated && fill()) {
            something = true;
            int newline = position;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            keep(newline - position);
            terminated = newline < end;
            position = terminated ? newline + 1 : newline;
        }
        return something;
    }

    private void keep(int count) {
        tooLong |= length + count > CustomerJson.BYTES_MAX;
        if (tooLong) {
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
        }
        System.arraycopy(buffer, position, line, length, count);
        length += count;
    }

    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
