package dev.assay.engine.decision;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The credit limit a decision gives.
 *
 * @param type NONE and an amount of 0 both mean no credit
 * @param amount in {@code currency}; 0 for NONE, null for UNLIMITED only
 * @param currency ISO code of the ledger's base currency
 * @param status PENDING: the rise over the limit granted before waits for another person, until then the old limit stands
 */
public record CreditLimit(Type type, @Nullable BigDecimal amount, String currency, Status status) {

    /** What kind of limit it is. */
    public enum Type {
        NONE,
        AMOUNT,
        UNLIMITED
    }

    /** Whether the limit may be used at once. */
    public enum Status {
        GRANTED,
        PENDING
    }
}
