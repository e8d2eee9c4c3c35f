package dev.assay.document.merge;

import dev.assay.document.content.RejectionCode;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of one batch that are not recorded, bounded: one too many refuses the batch. Not thread-safe. */
public final class RejectedLines {
    /** How many of them the problem carries when the batch is refused. */
    private static final int SHOWN_MAX = 100;

    private final int max;
    private final List<RejectedLine> lines = new ArrayList<>();

    public RejectedLines(int max) {
        this.max = max;
    }

    /** @throws dev.assay.platform.problem.Problem TOO_MANY_REJECTED_LINES */
    public void add(long line, @Nullable String documentId, RejectionCode code, String message) {
        lines.add(new RejectedLine(line, documentId, code, message));
        if (lines.size() > max) {
            throw ProblemType.TOO_MANY_REJECTED_LINES.problem(
                    "More than %d lines of the batch are rejected, so nothing of it was stored. The first %d are listed; mend them and send the batch again."
                            .formatted(max, Math.min(SHOWN_MAX, max + 1)),
                    inOrder().stream()
                            .limit(SHOWN_MAX)
                            .map(RejectedLines::shown)
                            .toList());
        }
    }

    private static FieldError shown(RejectedLine line) {
        String document = line.documentId() == null ? "" : " (" + line.documentId() + ")";
        return new FieldError("line " + line.line() + document, line.code() + ": " + line.message());
    }

    int size() {
        return lines.size();
    }

    int max() {
        return max;
    }

    List<RejectedLine> inOrder() {
        return lines.stream()
                .sorted(Comparator.comparingLong(RejectedLine::line))
                .toList();
    }
}
