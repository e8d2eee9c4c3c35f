package dev.assay.credit.position;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credit that an order holds until its documents arrive.
 *
 * @param amount in the ledger's base currency
 * @param expiresAt absent once it is confirmed
 * @param consumed the order, or an invoice of it, has arrived: from then on the documents count
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reservation(
        long id,
        String customerCode,
        String orderId,
        BigDecimal amount,
        State state,
        @Nullable Instant expiresAt,
        boolean consumed,
        Instant createdAt,
        String createdBy) {

    /** Where it is in its life; the clock and the documents may end it too. */
    public enum State {
        HELD,
        CONFIRMED,
        RELEASED,
        EXPIRED,
        CONSUMED
    }

    /** Whether it takes credit. */
    public boolean counts() {
        return state == State.HELD || state == State.CONFIRMED;
    }
}
