package dev.assay.engine.fact;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of the check phase may know about an order beside its customer: the order, and the credit position it would make.
 * Amounts are in the ledger's base currency.
 *
 * @param amount of the order
 * @param prepaid paid before delivery: it adds no exposure
 * @param requestedTerm payment term the order asks for, null: the granted one
 * @param requestedPeriodDays credit period the order asks for, null: the granted one
 * @param graded the customer was ever graded; if not, limit and term are those of nobody
 * @param limitType NONE, AMOUNT or UNLIMITED, temporary and overridden limits included
 * @param limit 0 for NONE, null for UNLIMITED
 * @param exposureBefore without this order: open orders and items less unapplied cash, and reservations
 * @param exposureAfter with it
 * @param limitEnded a temporary or overridden limit ended, or a guarantee did, and without it the limit is exceeded
 * @param reviewOverdueDays days since the customer's review was due, 0 if it isn't
 * @param onHold credit is on hold, by rules or by a person
 * @param dunningLevel 0..4
 * @param brokenPromises promises to pay that weren't kept in the last year
 * @param dataStale the feed of documents is older than the ledger allows, or never came
 */
public record OrderFacts(
        BigDecimal amount,
        boolean prepaid,
        @Nullable String requestedTerm,
        @Nullable Integer requestedPeriodDays,
        boolean graded,
        String limitType,
        @Nullable BigDecimal limit,
        BigDecimal exposureBefore,
        BigDecimal exposureAfter,
        boolean limitEnded,
        int reviewOverdueDays,
        boolean onHold,
        int dunningLevel,
        int brokenPromises,
        boolean dataStale) {

    /** No order: what grading has. */
    static final OrderFacts NONE = new OrderFacts(
            BigDecimal.ZERO,
            false,
            null,
            null,
            false,
            "NONE",
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            false,
            0,
            false,
            0,
            0,
            false);

    /** exposureAfter ÷ limit; null if the limit is unlimited or 0. */
    public @Nullable Double utilizationAfter() {
        return limit == null || limit.signum() <= 0
                ? null
                : (Double) exposureAfter.divide(limit, MathContext.DECIMAL64).doubleValue();
    }

    /** By how much the order would exceed the limit, 0 if it doesn't. */
    public BigDecimal excess() {
        return limit == null ? BigDecimal.ZERO : exposureAfter.subtract(limit).max(BigDecimal.ZERO);
    }
}
