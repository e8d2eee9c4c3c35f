package dev.assay.classification.guarantee;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word, or a thing, that stands in for a customer's debt.
 *
 * @param firstId the first of those that replaced one another; of them, the last that has begun counts
 * @param issuer who stands in
 * @param reference the number of its document
 * @param amount in {@code currency}
 * @param rate how many of the ledger's base currency one of its is worth
 * @param acceptedShare of the amount, above 0 to 1
 * @param accepted what it adds to the limit, in the ledger's base currency: amount × rate × share, rounded half up
 * @param validUntil the last day in the ledger's time zone; absent: until somebody ends it
 * @param note what the acceptance rests on
 * @param replaces the one it takes the place of, which counts until the day before
 * @param requestId the request by which it is agreed to
 * @param acceptedAt absent: not yet, or never
 * @param replacedFrom from this day on another one counts in its place
 * @param endedOn from this day on it doesn't count, whatever its last day was to be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Guarantee(
        long id,
        @JsonIgnore long firstId,
        String customerCode,
        Kind kind,
        String issuer,
        String reference,
        BigDecimal amount,
        String currency,
        BigDecimal rate,
        BigDecimal acceptedShare,
        BigDecimal accepted,
        LocalDate validFrom,
        @Nullable LocalDate validUntil,
        String note,
        @Nullable Long replaces,
        long requestId,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant acceptedAt,
        @Nullable LocalDate replacedFrom,
        @Nullable LocalDate endedOn,
        @Nullable String endedBy,
        @Nullable String endNote,
        State state) {

    /** What it is. */
    public enum Kind {
        BANK_GUARANTEE,
        LETTER_OF_CREDIT,
        CREDIT_INSURANCE,
        PARENT_GUARANTEE,
        PERSONAL_GUARANTEE,
        DEPOSIT,
        PLEDGE,
        OTHER
    }

    /** Where it is in its life. */
    public enum State {
        /** Waits for its approval. */
        REQUESTED,
        /** Rejected, withdrawn, or nobody answered in time. */
        REFUSED,
        /** Accepted, for later. */
        COMING,
        ACTIVE,
        EXPIRED,
        REPLACED,
        /** Returned, called, or not wanted any more, before its last day. */
        ENDED
    }
}
