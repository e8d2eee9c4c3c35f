package dev.assay.classification.override;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person set in the place of what the rules say.
 *
 * @param value a grade; a limit {@code {type, amount}}; a term {@code {type, creditPeriodDays}}; or whether to hold
 * @param evidence what the reason rests on
 * @param expiresOn the last day it has effect, in the ledger's time zone
 * @param endsWhen grades: once the rules give one of them, it has done its part
 * @param requestId the request by which it was agreed to
 * @param approvedAt absent: not yet, or never
 * @param endedAt withdrawn or replaced before it expired
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CustomerOverride(
        long id,
        Field field,
        JsonNode value,
        String reason,
        String evidence,
        LocalDate expiresOn,
        List<String> endsWhen,
        long requestId,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant approvedAt,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        State state) {

    CustomerOverride with(State other) {
        return new CustomerOverride(
                id,
                field,
                value,
                reason,
                evidence,
                expiresOn,
                endsWhen,
                requestId,
                requestedBy,
                requestedAt,
                approvedAt,
                endedAt,
                endedBy,
                other);
    }

    /** What of a classification it replaces. */
    public enum Field {
        GRADE,
        LIMIT,
        TERM,
        HOLD
    }

    /** Where it is in its life. */
    public enum State {
        /** Waits for its approval, or never got it: its request says. */
        REQUESTED,
        ACTIVE,
        EXPIRED,
        /** The rules came to a grade it named. */
        SERVED,
        /** Withdrawn, or replaced by another one. */
        ENDED
    }
}
