package dev.assay.credit.position;

import dev.assay.classification.override.Overrides;
import dev.assay.classification.override.StandingCredit;
import dev.assay.customer.Customer;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.history.CustomerHistory;
import dev.assay.history.DocumentPartition;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a customer's credit as it is now, all of it from what is stored: there is no balance that could go wrong. */
@ApplicationScoped
public class ReadPosition {

    /** Whatever was recorded counts. */
    private static final Instant NOW = Instant.parse("9999-01-01T00:00:00Z");

    private static final Set<Metric> ADDED_UP = EnumSet.of(
            Metric.OPEN_BALANCE,
            Metric.OVERDUE_AMOUNT,
            Metric.AGEING_CURRENT,
            Metric.AGEING_1_TO_30,
            Metric.AGEING_31_TO_60,
            Metric.AGEING_61_TO_90,
            Metric.AGEING_91_PLUS,
            Metric.AGEING_DISPUTED,
            Metric.OPEN_ORDERS,
            Metric.UNAPPLIED_CASH,
            Metric.EXPOSURE);

    private static final String RULES_HOLD = "RULES";

    @Inject
    PaymentHistories histories;

    @Inject
    Overrides overrides;

    @Inject
    Reservations reservations;

    @Inject
    Clock clock;

    /**
     * @param more metrics that are wanted beside those of a position
     */
    public Position of(
            Connection connection,
            Ledger ledger,
            Customer customer,
            CreditPolicy policy,
            CreditGroup group,
            Set<Metric> more)
            throws SQLException {
        boolean shared = policy.groupLimit() == CreditPolicy.GroupLimit.SHARED;
        List<CreditGroup.Member> sharing =
                shared ? group.members() : List.of(new CreditGroup.Member(customer.id(), customer.code()));
        List<Long> ids = sharing.stream().map(CreditGroup.Member::id).toList();
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        StandingCredit own = standing(connection, ledger, customer.id());
        StandingCredit standing = shared && group.root().id() != customer.id()
                ? standing(connection, ledger, group.root().id())
                : own;
        // First the reservations, then the documents: one that arrives in between counts twice for a moment, never not
        // at all.
        List<Reservation> held = reservations.open(connection, ledger, ids);
        Set<Metric> wanted = EnumSet.copyOf(ADDED_UP);
        wanted.add(Metric.OVERDUE_RATIO);
        wanted.add(Metric.OLDEST_OVERDUE_DAYS);
        wanted.addAll(more);
        List<CustomerHistory> read = histories.of(connection, ledger, today, NOW, wanted, ids, null);
        PaymentHistory history = together(read, customer.id());
        return context(connection, ledger, customer, policy, group, sharing, standing, own, history, held, today);
    }

    private StandingCredit standing(Connection connection, Ledger ledger, long id) throws SQLException {
        return StandingCredit.of(connection, ledger, id, overrides.ofCustomer(connection, ledger, id));
    }

    /** Amounts of all added up, the oldest overdue item of any, everything else of the one customer. */
    private static PaymentHistory together(List<CustomerHistory> all, long customerId) {
        PaymentHistory own = all.stream()
                .filter(each -> each.customerId() == customerId)
                .findFirst()
                .orElseThrow()
                .history();
        if (all.size() == 1) {
            return own;
        }
        Map<Metric, Object> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Object value = metric.in(own);
            if (value != null) {
                values.put(metric, value);
            }
        }
        int oldest = 0;
        for (Metric metric : ADDED_UP) {
            BigDecimal sum = BigDecimal.ZERO;
            for (CustomerHistory each : all) {
                if (metric.in(each.history()) instanceof BigDecimal amount) {
                    sum = sum.add(amount);
                }
            }
            values.put(metric, sum);
        }
        for (CustomerHistory each : all) {
            Integer days = each.history().oldestOverdueDays();
            oldest = Math.max(oldest, days == null ? 0 : days);
        }
        values.put(Metric.OLDEST_OVERDUE_DAYS, oldest);
        BigDecimal open = (BigDecimal) values.get(Metric.OPEN_BALANCE);
        BigDecimal overdue = (BigDecimal) values.get(Metric.OVERDUE_AMOUNT);
        values.put(
                Metric.OVERDUE_RATIO,
                open == null || overdue == null || open.signum() == 0
                        ? 0.0
                        : overdue.divide(open, MathContext.DECIMAL64).doubleValue());
        return PaymentHistory.of(values);
    }

    private Position context(
            Connection connection,
            Ledger ledger,
            Customer customer,
            CreditPolicy policy,
            CreditGroup group,
            List<CreditGroup.Member> sharing,
            StandingCredit standing,
            StandingCredit own,
            PaymentHistory history,
            List<Reservation> held,
            LocalDate today)
            throws SQLException {
        List<String> holds = new ArrayList<>();
        if (own.effective().hold() || standing.effective().hold()) {
            holds.add(RULES_HOLD);
        }
        // Few rows by index each.
        try (PreparedStatement query = connection.prepareStatement("""
                select (select array_agg(reason order by h.id)
                          from credit_hold h cross join unnest(h.reasons) as reason
                         where h.customer_id in (?, ?) and h.order_id is null and h.released_at is null) as holds,
                       (select count(*) from payment_promise p
                         where p.customer_id = ? and p.due_on < ? and p.due_on >= ? and not p.withdrawn) as promises,
                       greatest((select max(recorded_at) from document_batch where ledger_id = ?),
                                (select max(last_at) from feed_heartbeat where ledger_id = ?)) as last_feed
                """)) {
            query.setLong(1, customer.id());
            query.setLong(
                    2,
                    policy.groupLimit() == CreditPolicy.GroupLimit.SHARED
                            ? group.root().id()
                            : customer.id());
            query.setLong(3, customer.id());
            query.setObject(4, today);
            query.setObject(5, today.minusYears(1));
            query.setInt(6, ledger.id());
            query.setInt(7, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getArray("holds") != null) {
                    holds.addAll(List.of((String[]) row.getArray("holds").getArray()));
                }
                Instant lastFeed = instant(row.getObject("last_feed", OffsetDateTime.class));
                boolean stale = lastFeed == null
                        || Duration.between(lastFeed, clock.instant())
                                        .compareTo(Duration.ofHours(policy.staleAfterHours()))
                                > 0;
                return new Position(
                        customer,
                        today,
                        policy,
                        group,
                        sharing,
                        standing,
                        own,
                        history,
                        held,
                        List.copyOf(holds),
                        policy.dunningLevel(history.oldestOverdueDays()),
                        row.getInt("promises") == 0 ? 0 : brokenPromises(connection, customer.id(), today),
                        lastFeed,
                        stale);
            }
        }
    }

    /** Promises of a year whose day is over, and not enough was paid. */
    private static int brokenPromises(Connection connection, long customerId, LocalDate today) throws SQLException {
        // The customer's payments, in the partition that is named.
        try (PreparedStatement query =
                connection.prepareStatement("""
                select count(*) from payment_promise p
                 where p.customer_id = ? and p.due_on < ? and p.due_on >= ? and not p.withdrawn
                   and p.amount > (select coalesce(sum(d.amount), 0) from %s d
                                    where d.customer_id = p.customer_id and d.kind = 4 and d.superseded_at = 'infinity'
                                      and d.doc_date between p.made_on and p.due_on)
                """.formatted(DocumentPartition.of(customerId, "document")))) {
            query.setLong(1, customerId);
            query.setObject(2, today);
            query.setObject(3, today.minusYears(1));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
