package dev.assay.document.body;

import dev.assay.platform.problem.ProblemType;

/** Refuses a batch with more lines than allowed. */
final class LineCount {
    private LineCount() {}

    /** @throws dev.assay.platform.problem.Problem BODY_TOO_LARGE */
    static void check(long line, long linesMax) {
        if (line > linesMax) {
            throw ProblemType.BODY_TOO_LARGE.problem(
                    "The batch has more than %d lines, so nothing of it was stored. Send it as several batches."
                            .formatted(linesMax));
        }
    }
}
