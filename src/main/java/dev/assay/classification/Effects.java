package dev.assay.classification;

import dev.assay.classification.facts.AssembledFacts;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a decision has effect, as the database keeps it: amounts are minor units of the ledger's base currency.
 *
 * @param limitAmount null if unlimited, as {@code grantedAmount}
 * @param acceptedGuarantees what the rules read of them
 * @param grantedGuarantees what of the granted limit rests on them
 * @param grantedType what may be used: the limit, or while it is PENDING the one before
 */
record Effects(
        String grade,
        boolean provisional,
        String category,
        String limitType,
        @Nullable Long limitAmount,
        String limitStatus,
        String grantedType,
        @Nullable Long grantedAmount,
        String termType,
        @Nullable Integer creditPeriodDays,
        int graceDays,
        boolean hold,
        long acceptedGuarantees,
        long grantedGuarantees) {

    /**
     * @param approvedRise the limit, if it is a rise that somebody agreed to
     * @param scale decimals of the ledger's base currency
     */
    static Effects of(Decision decision, AssembledFacts assembled, @Nullable CreditLimit approvedRise, int scale) {
        CreditLimit limit = decision.creditLimit();
        CustomerFacts facts = assembled.facts();
        BigDecimal accepted = facts.acceptedGuarantees();
        boolean grantsLimit = approvedRise != null || limit.status() == CreditLimit.Status.GRANTED;
        CreditLimit granted = approvedRise == null ? granted(limit, facts.previous()) : approvedRise;
        return new Effects(
                decision.grade(),
                decision.provisional(),
                decision.category(),
                limit.type().name(),
                minor(limit.amount(), scale),
                limit.status().name(),
                granted.type().name(),
                minor(granted.amount(), scale),
                decision.paymentTerm().type().name(),
                decision.paymentTerm().creditPeriodDays(),
                decision.graceDays(),
                decision.hold(),
                whole(accepted, scale),
                whole(grantsLimit ? accepted : assembled.previousGuarantees(), scale));
    }

    /** From a row of {@code classification}. */
    static Effects read(ResultSet row) throws SQLException {
        return new Effects(
                row.getString("grade"),
                row.getBoolean("provisional"),
                row.getString("category"),
                row.getString("limit_type"),
                (Long) row.getObject("limit_amount"),
                row.getString("limit_status"),
                row.getString("granted_type"),
                (Long) row.getObject("granted_amount"),
                row.getString("term_type"),
                (Integer) row.getObject("credit_period_days"),
                row.getInt("grace_days"),
                row.getBoolean("hold"),
                row.getLong("accepted_guarantees"),
                row.getLong("granted_guarantees"));
    }

    /** Whether all of the limit may be used. */
    boolean grantsLimit() {
        return grantedType.equals(limitType) && Objects.equals(grantedAmount, limitAmount);
    }

    /** Whether the limit is the same one. */
    boolean hasLimitOf(Effects other) {
        return limitType.equals(other.limitType)
                && Objects.equals(limitAmount, other.limitAmount)
                && limitStatus.equals(other.limitStatus);
    }

    /** What may be used, 0 if unlimited. */
    long usableAmount() {
        return grantedAmount == null ? 0 : grantedAmount;
    }

    /** Whether what people follow differs: all but the details of a limit that may not be used yet, and days of grace. */
    boolean movedFrom(Effects before) {
        return !followed().equals(before.followed());
    }

    private Effects followed() {
        return new Effects(
                grade,
                false,
                category,
                "",
                null,
                "",
                grantedType,
                grantedAmount,
                termType,
                creditPeriodDays,
                0,
                hold,
                0,
                0);
    }

    /** A pending rise leaves the limit that was granted before. */
    static CreditLimit granted(CreditLimit limit, CustomerFacts.@Nullable Previous previous) {
        if (limit.status() == CreditLimit.Status.GRANTED) {
            return limit;
        }
        BigDecimal before = previous == null ? BigDecimal.ZERO : previous.limit();
        CreditLimit.Type type = before == null
                ? CreditLimit.Type.UNLIMITED
                : before.signum() == 0 ? CreditLimit.Type.NONE : CreditLimit.Type.AMOUNT;
        return new CreditLimit(type, before, limit.currency(), CreditLimit.Status.GRANTED);
    }

    private static @Nullable Long minor(@Nullable BigDecimal amount, int scale) {
        return amount == null ? null : whole(amount, scale);
    }

    private static long whole(BigDecimal amount, int scale) {
        return amount.movePointRight(scale).longValueExact();
    }
}
