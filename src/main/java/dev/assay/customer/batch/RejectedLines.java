package dev.assay.customer.batch;

import dev.assay.customer.batch.BatchAnswer.LineError;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lines of one batch that are not stored, bounded: one too many refuses the batch. Not thread-safe. */
final class RejectedLines {

    static final int MAX = 10_000;
    private static final int SHOWN_MAX = 100;
    private static final Comparator<LineError> IN_ORDER = Comparator.comparingLong(LineError::line);

    private final Set<Long> lines = new HashSet<>();
    private final List<LineError> errors = new ArrayList<>();

    /** @throws dev.assay.platform.problem.Problem TOO_MANY_REJECTED_LINES */
    void add(LineError error) {
        errors.add(error);
        lines.add(error.line());
        if (lines.size() > MAX) {
            throw ProblemType.TOO_MANY_REJECTED_LINES.problem(
                    "More than " + MAX + " lines of the batch are rejected, so nothing of it was stored. The first "
                            + SHOWN_MAX + " faults are listed; mend them and send the batch again.",
                    inOrder().stream()
                            .limit(SHOWN_MAX)
                            .map(e -> new FieldError("line " + e.line() + " " + e.pointer(), e.message()))
                            .toList());
        }
    }

    boolean contains(long line) {
        return lines.contains(line);
    }

    int size() {
        return lines.size();
    }

    List<LineError> inOrder() {
        return errors.stream().sorted(IN_ORDER).toList();
    }
}
