package dev.assay.credit.arrears;

import dev.assay.credit.position.CreditPolicy;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.history.CustomerHistory;
import dev.assay.history.DocumentPartition;
import dev.assay.history.LedgerHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the customers of a ledger that are in arrears: one pass over its documents, by the statement of all metrics. Memory is that of
 * those that are wanted.
 */
final class FindArrears {

    private static final Instant NOW = Instant.parse("9999-01-01T00:00:00Z");
    private static final Set<Metric> METRICS =
            EnumSet.of(Metric.OVERDUE_AMOUNT, Metric.OPEN_BALANCE, Metric.OLDEST_OVERDUE_DAYS);

    /** Connections that read at once: a person waits, and one of them keeps one core of the database busy. */
    private static final int TOGETHER = 2;

    private static final Comparator<Found> GRAVEST =
            Comparator.comparingInt(Found::level).thenComparing(Found::overdue).thenComparingLong(Found::id);

    private final LedgerTransaction transaction;
    private final ManagedExecutor executor;
    private final Ledger ledger;
    private final LocalDate today;
    private final CreditPolicy policy;

    FindArrears(
            LedgerTransaction transaction,
            ManagedExecutor executor,
            Ledger ledger,
            LocalDate today,
            CreditPolicy policy) {
        this.transaction = transaction;
        this.executor = executor;
        this.ledger = ledger;
        this.today = today;
        this.policy = policy;
    }

    private record Found(long id, int level, int oldest, BigDecimal overdue, BigDecimal open) {}

    private record Known(
            String code,
            String name,
            @Nullable String owner,
            @Nullable Integer letter,
            @Nullable LocalDate letterOn,
            @Nullable LocalDate promised) {}

    /** The gravest first: by level, then by what is overdue. Letters are looked at only of those found. */
    List<Arrear> find(int minLevel, boolean letterDue, int limit) {
        // with letterDue some of those found are left out later: then all are looked at
        int wanted = letterDue ? 0 : limit;
        List<CompletableFuture<PriorityQueue<Found>>> parts = IntStream.range(0, TOGETHER)
                .mapToObj(part -> executor.supplyAsync(
                        () -> transaction.read(ledger, connection -> find(connection, part, minLevel, wanted))))
                .toList();
        List<Found> ordered = parts.stream()
                .flatMap(part -> part.join().stream())
                .sorted(GRAVEST.reversed())
                .limit(wanted == 0 ? Long.MAX_VALUE : wanted)
                .toList();
        Map<Long, Known> known = transaction.read(ledger, connection -> known(connection, ordered));
        List<Arrear> arrears = new ArrayList<>();
        for (Found each : ordered) {
            Known of = known.get(each.id);
            if (of != null && arrears.size() < limit) {
                Arrear arrear = arrear(each, of);
                if (!letterDue || arrear.letterDue()) {
                    arrears.add(arrear);
                }
            }
        }
        return arrears;
    }

    /** Those of every so many-th partition. */
    private PriorityQueue<Found> find(Connection connection, int part, int minLevel, int limit) throws SQLException {
        PriorityQueue<Found> found = new PriorityQueue<>(GRAVEST);
        LedgerHistories histories = LedgerHistories.of(connection, ledger, today, NOW, METRICS);
        for (int partition = part; partition < DocumentPartition.COUNT; partition += TOGETHER) {
            histories.forEach(connection, partition, null, each -> take(each, minLevel, limit, found));
        }
        return found;
    }

    /** @param limit 0: no limit */
    private void take(CustomerHistory customer, int minLevel, int limit, PriorityQueue<Found> found) {
        PaymentHistory history = customer.history();
        BigDecimal overdue = history.overdueAmount();
        BigDecimal open = history.openBalance();
        Integer oldest = history.oldestOverdueDays();
        if (overdue == null || open == null || oldest == null || overdue.signum() == 0) {
            return;
        }
        int level = policy.dunningLevel(oldest);
        if (level >= minLevel) {
            found.add(new Found(customer.customerId(), level, oldest, overdue, open));
            if (limit > 0 && found.size() > limit) {
                found.remove();
            }
        }
    }

    private Arrear arrear(Found found, Known known) {
        boolean inThisSpell = known.letterOn != null && !known.letterOn.isBefore(today.minusDays(found.oldest));
        Integer last = inThisSpell ? known.letter : null;
        return new Arrear(
                known.code,
                known.name,
                known.owner,
                found.overdue,
                found.open,
                found.oldest,
                found.level,
                last,
                inThisSpell ? known.letterOn : null,
                found.level > (last == null ? 0 : last),
                known.promised);
    }

    private Map<Long, Known> known(Connection connection, List<Found> found) throws SQLException {
        // By primary key and the indexes of letters and promises; the last letter is the first entry of its index.
        try (PreparedStatement query = connection.prepareStatement("""
                select c.id, c.code, c.name, c.owner, l.level, l.sent_on,
                       (select max(p.due_on) from payment_promise p
                         where p.customer_id = c.id and p.due_on >= ? and not p.withdrawn) as promised
                  from customer c
                  left join lateral (
                    select level, sent_on from dunning_letter where customer_id = c.id
                     order by sent_on desc, id desc limit 1) as l on true
                 where c.ledger_id = ? and c.id = any (?)
                """)) {
            query.setObject(1, today);
            query.setInt(2, ledger.id());
            query.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", found.stream().map(Found::id).toArray()));
            Map<Long, Known> known = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    known.put(
                            row.getLong("id"),
                            new Known(
                                    row.getString("code"),
                                    row.getString("name"),
                                    row.getString("owner"),
                                    (Integer) row.getObject("level"),
                                    row.getObject("sent_on", LocalDate.class),
                                    row.getObject("promised", LocalDate.class)));
                }
            }
            return known;
        }
    }
}
