package dev.assay.reclassification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.ledger.Ledger;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A bulk run, as it was asked for and as far as it is.
 *
 * @param knownAt documents recorded later are not read: documents that arrive during the run don't matter
 * @param changedSince for {@link Scope#CHANGED}: what was recorded after this; null takes everyone
 * @param filter parameters of the customer search and {@code grade}
 * @param rulesetVersion fixed when the run is asked for: a version activated during the run doesn't matter
 * @param prepared null until the run has begun
 * @param guard why it waits for a person, null if it doesn't
 * @param failure why it failed, null if it didn't
 */
public record Run(
        long id,
        Ledger ledger,
        Mode mode,
        LocalDate asOf,
        Instant knownAt,
        Scope scope,
        @Nullable Instant changedSince,
        JsonNode filter,
        String rulesetVersion,
        String requestedBy,
        Instant requestedAt,
        State state,
        @Nullable Prepared prepared,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        boolean cancelRequested,
        @Nullable String guard,
        @Nullable String answeredBy,
        @Nullable String failure) {

    /** Whether it looks at every customer that its filter lets through. */
    boolean isOverAll() {
        return scope == Scope.ALL || changedSince == null;
    }

    /** Whether a run changes what stands. */
    public enum Mode {
        APPLY,
        SIMULATE
    }

    /** Whom it looks at. */
    public enum Scope {
        /** Every customer that isn't archived. */
        ALL,
        /** Those with documents or master data recorded since, those a run failed on, and those whose review is due. */
        CHANGED
    }

    /** How far it is. */
    public enum State {
        QUEUED,
        /** The whole ledger's histories are read, to find its cut-points. */
        READING,
        EVALUATING,
        /** A guardrail stopped it; a person confirms or discards it. */
        WAITING,
        APPLYING,
        DONE,
        DISCARDED,
        CANCELLED,
        FAILED;

        public boolean isFinal() {
            return switch (this) {
                case QUEUED, READING, EVALUATING, WAITING, APPLYING -> false;
                case DONE, DISCARDED, CANCELLED, FAILED -> true;
            };
        }
    }

    /**
     * What every chunk of the run shares.
     *
     * @param evaluationId the evaluation its decisions belong to
     * @param customers how many there are to decide about
     */
    public record Prepared(long evaluationId, Instant decidedAt, long cutPointsId, long customers) {}
}
