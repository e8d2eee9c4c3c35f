package dev.assay.classification.facts;

import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.customer.Customer;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.history.CustomerHistory;
import dev.assay.history.CutPoints;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what rules may know about stored customers: master data, payment history, and what stood before.
 *
 * @param asOf business date the facts are cut at
 * @param knownAt documents recorded later are not read
 * @param cutPoints for the ledger-relative metrics, null if none exist
 * @param metrics the metrics to compute
 */
public record AssembleFacts(
        PaymentHistories histories,
        Ledger ledger,
        LocalDate asOf,
        Instant knownAt,
        @Nullable CutPoints cutPoints,
        Set<Metric> metrics) {

    /** Facts in no particular order; what stood before is the last applied decision before the as-of date. */
    public List<AssembledFacts> of(Connection connection, Map<Long, Customer> customers) throws SQLException {
        Map<Long, BigDecimal> guarantees = guarantees(connection, customers);
        return of(
                connection,
                customers,
                guarantees,
                PreviousDecisions.before(connection, ledger, customers.keySet(), asOf, guarantees));
    }

    /** Facts of one customer whose previous decision is given: what a replay does. */
    public AssembledFacts of(Connection connection, Customer customer, CustomerFacts.@Nullable Previous previous)
            throws SQLException {
        Map<Long, Customer> customers = Map.of(customer.id(), customer);
        // Nothing is granted by a replay: what the limit before rests on doesn't matter.
        Map<Long, StoodBefore> before =
                previous == null ? Map.of() : Map.of(customer.id(), new StoodBefore(previous, BigDecimal.ZERO));
        return of(connection, customers, guarantees(connection, customers), before)
                .get(0);
    }

    private Map<Long, BigDecimal> guarantees(Connection connection, Map<Long, Customer> customers) throws SQLException {
        return AcceptedGuarantees.of(connection, ledger, customers.keySet(), asOf, knownAt);
    }

    private List<AssembledFacts> of(
            Connection connection,
            Map<Long, Customer> customers,
            Map<Long, BigDecimal> guarantees,
            Map<Long, StoodBefore> before)
            throws SQLException {
        List<AssembledFacts> assembled = new ArrayList<>(customers.size());
        for (CustomerHistory history :
                histories.of(connection, ledger, asOf, knownAt, metrics, customers.keySet(), cutPoints)) {
            long id = history.customerId();
            Customer customer = Objects.requireNonNull(customers.get(id));
            assembled.add(of(customer, history.history(), before.get(id), guarantees.get(id)));
        }
        return assembled;
    }

    /**
     * Facts of one customer of whom everything is given.
     *
     * @param before null: nothing stood
     * @param guarantees their accepted share; null: none
     */
    public AssembledFacts of(
            Customer customer, PaymentHistory history, @Nullable StoodBefore before, @Nullable BigDecimal guarantees) {
        CustomerFacts.Previous previous = before == null ? null : before.previous();
        return new AssembledFacts(
                customer,
                facts(
                        ledger,
                        customer,
                        asOf,
                        withUtilization(history, previous),
                        previous,
                        guarantees == null ? BigDecimal.ZERO : guarantees),
                before == null ? BigDecimal.ZERO : before.guarantees());
    }

    /** What rules may know, from its parts. */
    public static CustomerFacts facts(
            Ledger ledger,
            Customer customer,
            LocalDate asOf,
            PaymentHistory history,
            CustomerFacts.@Nullable Previous previous,
            BigDecimal acceptedGuarantees) {
        return new CustomerFacts(
                customer.code(),
                asOf,
                ledger.baseCurrency().getCurrencyCode(),
                customer.type().name(),
                customer.industry(),
                customer.region(),
                customer.size(),
                customer.tags(),
                customer.attributes(),
                history,
                previous,
                acceptedGuarantees);
    }

    /** exposure ÷ limit: null when unlimited or never limited; exposure against a limit of 0 is its own flag. */
    public static PaymentHistory withUtilization(PaymentHistory history, CustomerFacts.@Nullable Previous previous) {
        BigDecimal exposure = history.exposure();
        BigDecimal limit = previous == null ? null : previous.limit();
        if (exposure == null || limit == null) {
            return history;
        }
        return history.withUtilization(
                limit.signum() > 0
                        ? exposure.divide(limit, new MathContext(17, RoundingMode.HALF_UP))
                                .doubleValue()
                        : null,
                limit.signum() == 0 && exposure.signum() > 0);
    }
}
