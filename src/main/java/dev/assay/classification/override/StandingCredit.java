package dev.assay.classification.override;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.Outcome;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may have: what the rules gave, and in its place what people set.
 *
 * @param reviewOn when the customer is to be graded again; null if it never was graded
 * @param rules what the rules gave, a rise that waits left out
 * @param effective what counts
 * @param overrides of the customer, whatever their state
 */
public record StandingCredit(
        @Nullable LocalDate reviewOn,
        boolean provisional,
        String category,
        int graceDays,
        Effective rules,
        Effective effective,
        List<CustomerOverride> overrides) {

    /** Somebody who was never graded: no limit, prepayment. */
    private static StandingCredit ofNobody(Ledger ledger, List<CustomerOverride> overrides) {
        CreditLimit none = new CreditLimit(
                CreditLimit.Type.NONE,
                BigDecimal.ZERO.setScale(ledger.baseScale()),
                ledger.baseCurrency().getCurrencyCode(),
                CreditLimit.Status.GRANTED);
        Effective rules = new Effective("", none, new PaymentTerm(PaymentTerm.Type.PREPAY, null), false);
        return new StandingCredit(null, false, "", 0, rules, rules.with(overrides, ledger), overrides);
    }

    public boolean graded() {
        return reviewOn != null;
    }

    /** What rules about orders may know of it. */
    public Outcome outcome() {
        Integer days = effective.paymentTerm().creditPeriodDays();
        return new Outcome(
                null,
                effective.grade(),
                provisional,
                category,
                effective.paymentTerm().type().name(),
                days == null ? 0 : days,
                graceDays);
    }

    /** @param overrides of the customer, asked before */
    public static RoundTrip.Answer<StandingCredit> ask(
            RoundTrip trip, Ledger ledger, long customerId, RoundTrip.Answer<List<CustomerOverride>> overrides) {
        // By primary key.
        return trip.ask(
                """
                select grade, provisional, category, granted_type, granted_amount, term_type, credit_period_days, grace_days, hold,
                       review_on
                  from classification
                 where customer_id = ? and ledger_id = ?
                """,
                row -> row.next() ? read(row, ledger, overrides.get()) : ofNobody(ledger, overrides.get()),
                customerId,
                ledger.id());
    }

    private static StandingCredit read(ResultSet row, Ledger ledger, List<CustomerOverride> overrides)
            throws SQLException {
        CreditLimit.Type type = CreditLimit.Type.valueOf(row.getString("granted_type"));
        CreditLimit granted = new CreditLimit(
                type,
                type == CreditLimit.Type.UNLIMITED
                        ? null
                        : BigDecimal.valueOf(row.getLong("granted_amount"), ledger.baseScale()),
                ledger.baseCurrency().getCurrencyCode(),
                CreditLimit.Status.GRANTED);
        Effective rules = new Effective(
                row.getString("grade"),
                granted,
                new PaymentTerm(PaymentTerm.Type.valueOf(row.getString("term_type")), (Integer)
                        row.getObject("credit_period_days")),
                row.getBoolean("hold"));
        return new StandingCredit(
                row.getObject("review_on", LocalDate.class),
                row.getBoolean("provisional"),
                row.getString("category"),
                row.getInt("grace_days"),
                rules,
                rules.with(overrides, ledger),
                overrides);
    }
}
