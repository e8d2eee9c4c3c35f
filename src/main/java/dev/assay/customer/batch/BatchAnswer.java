package dev.assay.customer.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of a batch.
 *
 * @param unchanged said what was stored already, or stood in the batch twice
 * @param errors every fault of every rejected line, in order
 * @param warnings what was accepted but looks doubtful, in order; the first {@value #WARNINGS_MAX}
 */
public record BatchAnswer(
        long created, long updated, long unchanged, long rejected, List<LineError> errors, List<LineError> warnings) {

    static final int WARNINGS_MAX = 1000;

    /**
     * A fault in one line.
     *
     * @param line from 1; the position in an array
     * @param code of the customer, as far as it could be read
     * @param pointer JSON pointer into the line
     */
    public record LineError(long line, @Nullable String code, String pointer, String message) {}
}
