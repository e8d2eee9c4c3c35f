package dev.assay.credit.position;

import dev.assay.classification.override.StandingCredit;
import dev.assay.customer.Customer;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer's credit, read under the lock of its group or, to be looked at, without.
 *
 * @param group all that stand above and below
 * @param sharing those whose exposure counts against the limit: the group or the customer alone
 * @param standing whose limit counts: the topmost's or the customer's
 * @param own what stands for the customer itself: term, grace
 * @param history of those sharing, their amounts added up, their oldest overdue item
 * @param reservations of those sharing that take credit, or whose documents have just arrived
 * @param holds reasons of people's holds, and of the rules'
 * @param lastFeed when documents last came, or the ERP last said there are none; null: never
 */
public record Position(
        Customer customer,
        LocalDate asOf,
        CreditPolicy policy,
        CreditGroup group,
        List<CreditGroup.Member> sharing,
        StandingCredit standing,
        StandingCredit own,
        PaymentHistory history,
        List<Reservation> reservations,
        List<String> holds,
        int dunningLevel,
        int brokenPromises,
        @Nullable Instant lastFeed,
        boolean stale) {

    /** The same customer with another history. */
    public Position with(PaymentHistory other, int level) {
        return new Position(
                customer,
                asOf,
                policy,
                group,
                sharing,
                standing,
                own,
                other,
                reservations,
                holds,
                level,
                brokenPromises,
                lastFeed,
                stale);
    }

    public CreditLimit limit() {
        return standing.effective().creditLimit();
    }

    /** What reservations take; that of one order may be left out. */
    public BigDecimal reserved(@Nullable String exceptOrder) {
        return reservations.stream()
                .filter(each -> each.counts() && !each.orderId().equals(exceptOrder))
                .map(Reservation::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Open orders and items less unapplied cash, and reservations. */
    public BigDecimal exposure() {
        BigDecimal documents = history.exposure();
        return (documents == null ? BigDecimal.ZERO : documents).add(reserved(null));
    }

    public boolean onHold() {
        return !holds.isEmpty();
    }
}
