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
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Array;
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

/** Reads a customer's credit as it is now, all of it from what is stored. */
@ApplicationScoped
public class ReadPosition {

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

    /** A position that was asked for; complete once the round trip was made. */
    @FunctionalInterface
    public interface Asked {
        Position get() throws SQLException;
    }

    /**
     * Asks for all that a position is made of.
     *
     * @param more metrics that are wanted beside those of a position
     */
    public Asked ask(
            RoundTrip trip, Ledger ledger, Customer customer, CreditPolicy policy, CreditGroup group, Set<Metric> more)
            throws SQLException {
        boolean shared = policy.groupLimit() == CreditPolicy.GroupLimit.SHARED;
        List<CreditGroup.Member> sharing =
                shared ? group.members() : List.of(new CreditGroup.Member(customer.id(), customer.code()));
        List<Long> ids = sharing.stream().map(CreditGroup.Member::id).toList();
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        RoundTrip.Answer<StandingCredit> own = standing(trip, ledger, customer.id(), today);
        RoundTrip.Answer<StandingCredit> standing = shared && group.root().id() != customer.id()
                ? standing(trip, ledger, group.root().id(), today)
                : own;
        // First the reservations, then the documents: one that arrives in between counts twice for a moment, never not
        // at all.
        RoundTrip.Answer<List<Reservation>> held = reservations.ask(trip, ledger, ids);
        Set<Metric> wanted = EnumSet.copyOf(ADDED_UP);
        wanted.add(Metric.OVERDUE_RATIO);
        wanted.add(Metric.OLDEST_OVERDUE_DAYS);
        wanted.addAll(more);
        RoundTrip.Answer<List<CustomerHistory>> read = histories.askToday(trip, ledger, today, wanted, ids);
        RoundTrip.Answer<Context> context =
                context(trip, ledger, customer.id(), shared ? group.root().id() : customer.id(), today);
        return () -> {
            PaymentHistory history = together(read.get(), customer.id());
            List<String> holds = new ArrayList<>();
            if (own.get().effective().hold() || standing.get().effective().hold()) {
                holds.add(RULES_HOLD);
            }
            holds.addAll(context.get().holds());
            Instant lastFeed = context.get().lastFeed();
            return new Position(
                    customer,
                    today,
                    policy,
                    group,
                    sharing,
                    standing.get(),
                    own.get(),
                    history,
                    held.get(),
                    List.copyOf(holds),
                    policy.dunningLevel(history.oldestOverdueDays()),
                    context.get().brokenPromises(),
                    lastFeed,
                    isStale(lastFeed, policy));
        };
    }

    private boolean isStale(@Nullable Instant lastFeed, CreditPolicy policy) {
        return lastFeed == null
                || Duration.between(lastFeed, clock.instant()).compareTo(Duration.ofHours(policy.staleAfterHours()))
                        > 0;
    }

    private RoundTrip.Answer<StandingCredit> standing(RoundTrip trip, Ledger ledger, long id, LocalDate today) {
        return StandingCredit.ask(trip, ledger, id, today, overrides.ask(trip, ledger, id));
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

    /** What stands beside limit and documents. */
    private record Context(
            List<String> holds,
            int brokenPromises,
            @Nullable Instant lastFeed) {}

    /** @param limitOf whose limit counts */
    private static RoundTrip.Answer<Context> context(
            RoundTrip trip, Ledger ledger, long customerId, long limitOf, LocalDate today) {
        // Few rows by index each.
        return trip.ask(
                """
                select (select array_agg(reason order by h.id)
                          from credit_hold h cross join unnest(h.reasons) as reason
                         where h.customer_id in (?, ?) and h.order_id is null and h.released_at is null) as holds,
                       (select count(*) from payment_promise p
                         where p.customer_id = ? and p.due_on < ? and p.due_on >= ? and not p.withdrawn) as promises,
                       greatest((select max(recorded_at) from document_batch where ledger_id = ?),
                                (select max(last_at) from feed_heartbeat where ledger_id = ?)) as last_feed
                """,
                row -> {
                    row.next();
                    Array holds = row.getArray("holds");
                    return new Context(
                            holds == null ? List.of() : List.of((String[]) holds.getArray()),
                            row.getInt("promises") == 0 ? 0 : brokenPromises(trip.connection(), customerId, today),
                            instant(row.getObject("last_feed", OffsetDateTime.class)));
                },
                customerId,
                limitOf,
                customerId,
                today,
                today.minusYears(1),
                ledger.id(),
                ledger.id());
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
