package dev.assay.reclassification.due;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is due in a ledger, for the one who asks.
 *
 * @param until the last day that was looked at
 * @param reviewsDue how many customers are to be graded again by then
 * @param reviews the first of them, the longest due first; a run over changed customers takes them all
 * @param overridesExpiring those that end by then
 * @param guaranteesExpiring those whose last day is by then
 * @param requests ids of change requests that wait for the caller
 * @param versions ids of reviews of rule versions that wait for somebody like the caller
 * @param guardedRuns runs that wait for a person
 * @param followUps notes to be looked at again by then
 * @param brokenPromises of the last month
 * @param feed when documents last came
 */
public record DueView(
        LocalDate until,
        long reviewsDue,
        List<Review> reviews,
        List<ExpiringOverride> overridesExpiring,
        List<ExpiringGuarantee> guaranteesExpiring,
        List<Long> requests,
        List<Long> versions,
        List<Long> guardedRuns,
        List<FollowUp> followUps,
        List<BrokenPromise> brokenPromises,
        Feed feed) {

    /** A note that somebody should look at again. */
    public record FollowUp(long noteId, String customerCode, LocalDate on, String by) {}

    /** A promise to pay whose day is over, and not enough was paid. */
    public record BrokenPromise(long id, String customerCode, LocalDate dueOn) {}

    public record Review(String customerCode, String customerName, String grade, LocalDate reviewOn) {}

    public record ExpiringOverride(long id, String customerCode, String field, LocalDate expiresOn) {}

    /** @param accepted what it adds to the limit, in the ledger's base currency */
    public record ExpiringGuarantee(
            long id, String customerCode, String kind, BigDecimal accepted, LocalDate validUntil) {}

    /**
     * The documents' feed.
     *
     * @param lastRecordedAt absent if none ever came
     * @param quietDays whole days since then
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Feed(
            @Nullable Instant lastRecordedAt, @Nullable Long quietDays) {}
}
