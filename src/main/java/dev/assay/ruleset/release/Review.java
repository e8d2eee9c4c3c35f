package dev.assay.ruleset.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that somebody asked to approve.
 *
 * @param version hash of its content
 * @param draft name of the draft it came from
 * @param authors who wrote it or handed it in, also the same content before: none of them may approve it
 * @param base what served the ledger when the evidence was taken
 * @param check its check, examples and coverage
 * @param runId the trial over the ledger; null if none was asked for
 */
record Review(
        long id,
        String version,
        String name,
        @Nullable String draft,
        String note,
        List<String> authors,
        String submittedBy,
        Instant submittedAt,
        State state,
        String base,
        JsonNode check,
        @Nullable Long runId,
        @Nullable Instant closedAt) {

    enum State {
        IN_REVIEW,
        APPROVED,
        REJECTED,
        WITHDRAWN
    }

    /** An agreement; it counts only while the evidence is the one it names. */
    record Approval(String by, Instant at, String version, String evidenceHash, String comment) {}
}
