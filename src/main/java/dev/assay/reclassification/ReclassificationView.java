package dev.assay.reclassification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A bulk run as clients see it.
 *
 * @param customers how many it decides about, null until that is counted
 * @param progress how far it is
 * @param guard why it waits for a person, null if it doesn't
 * @param answeredBy who confirmed or discarded it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReclassificationView(
        long id,
        Run.Mode mode,
        LocalDate asOf,
        Instant knownAt,
        Run.Scope scope,
        @Nullable Instant changedSince,
        JsonNode filter,
        String rulesetVersion,
        String requestedBy,
        Instant requestedAt,
        Run.State state,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long customers,
        Progress progress,
        @Nullable String guard,
        @Nullable String answeredBy,
        @Nullable String failure) {

    /**
     * How far a run is.
     *
     * @param done customers decided about; while READING, customers read
     * @param moved of these, how many would change grade, category, limit, term or hold
     * @param failed of these, how many no decision could be made about
     * @param perSecond customers a second so far, null before there are any
     * @param secondsLeft at that rate, null if unknown or finished
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            long done,
            long moved,
            long failed,
            @Nullable Long perSecond,
            @Nullable Long secondsLeft) {}

    static ReclassificationView of(Run run, Progress progress) {
        return new ReclassificationView(
                run.id(),
                run.mode(),
                run.asOf(),
                run.knownAt(),
                run.scope(),
                run.changedSince(),
                run.filter(),
                run.rulesetVersion(),
                run.requestedBy(),
                run.requestedAt(),
                run.state(),
                run.startedAt(),
                run.finishedAt(),
                run.prepared() == null ? null : run.prepared().customers(),
                progress,
                run.guard(),
                run.answeredBy(),
                run.failure());
    }
}
