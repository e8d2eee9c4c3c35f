package dev.assay.engine.decision;

import org.jspecify.annotations.Nullable;

/**
 * How a customer is to pay.
 *
 * @param creditPeriodDays days from invoice to due date; null unless OPEN_ACCOUNT
 */
public record PaymentTerm(Type type, @Nullable Integer creditPeriodDays) {

    /** The moment of payment relative to delivery. */
    public enum Type {
        OPEN_ACCOUNT,
        PAY_ON_DELIVERY,
        PREPAY,
        DEPOSIT
    }
}
