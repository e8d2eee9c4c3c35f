package dev.assay.history;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The metrics of a ledger's customers as of a date and as known at an instant, by one statement for one customer or a list; for all
 * of them see {@link LedgerHistories}.
 *
 * <p>Needs a connection that has entered the ledger (see {@link dev.assay.ledger.LedgerTransaction}). A customer without documents
 * has a history too: zeros, and null where there is nothing to measure. {@code utilization} and {@code exposureWithoutLimit} need
 * the granted limit and stay null here.
 */
@ApplicationScoped
public class PaymentHistories {

    /** Whatever was recorded counts. */
    private static final Instant NOW = Instant.parse("9999-01-01T00:00:00Z");

    private static final int ROWS_A_FETCH = 1_000;

    /** A few sets of columns for each partition. */
    private static final int STATEMENTS_MAX = 1_000;

    private static final Map<Written, NamedParameters> STATEMENTS = new ConcurrentHashMap<>();

    private record Written(Set<RawColumn> columns, HistoryStatement.Scope scope) {}

    static final Map<String, String> TYPES = Map.of(
            "asOf", "date",
            "knownAt", "timestamptz",
            "ledger", "int",
            "horizon", "int",
            "customers", "bigint[]");

    /**
     * The instant at which something was last recorded in the ledger: the default {@code knownAt}.
     */
    public static Instant lastRecorded(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select recorded_at from ledger_clock where ledger_id = ?")) {
            statement.setInt(1, ledger.id());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getObject(1, OffsetDateTime.class).toInstant() : Instant.EPOCH;
            }
        }
    }

    /**
     * From where the books are looked at: what was last recorded, and the cut-points for a date.
     *
     * @param cutPoints null if there are none
     */
    public record Vantage(Instant lastRecorded, @Nullable CutPoints cutPoints) {}

    /** Both {@link #lastRecorded} and {@link StoredCutPoints#latest}, in one round trip. */
    public static Vantage vantage(Connection connection, Ledger ledger, LocalDate asOf) throws SQLException {
        // Two rows by their indexes.
        try (PreparedStatement statement = connection.prepareStatement("""
                select k.recorded_at, c.*
                from (select (select recorded_at from ledger_clock where ledger_id = ?) as recorded_at) k
                left join lateral (
                  select * from cut_points where ledger_id = ? and as_of <= ? order by as_of desc, id desc limit 1) c on true""")) {
            statement.setInt(1, ledger.id());
            statement.setInt(2, ledger.id());
            statement.setObject(3, asOf);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                OffsetDateTime recorded = row.getObject("recorded_at", OffsetDateTime.class);
                return new Vantage(
                        recorded == null ? Instant.EPOCH : recorded.toInstant(),
                        row.getObject("id") == null ? null : StoredCutPoints.read(row, ledger));
            }
        }
    }

    /**
     * Histories of the listed customers, in no particular order; an id that is not one of the ledger's customers has none.
     *
     * @param wanted a metric not among these stays null
     * @param cutPoints what rfm and valueClass compare with; null leaves them null
     */
    public List<CustomerHistory> of(
            Connection connection,
            Ledger ledger,
            LocalDate asOf,
            Instant knownAt,
            Set<Metric> wanted,
            Collection<Long> customerIds,
            @Nullable CutPoints cutPoints)
            throws SQLException {
        List<CustomerHistory> histories = new ArrayList<>(customerIds.size());
        if (customerIds.isEmpty()) {
            return histories;
        }
        Map<String, Object> values = values(ledger, asOf, knownAt);
        values.put("customers", connection.createArrayOf("bigint", customerIds.toArray()));
        run(
                connection,
                new HistoryQuestion(ledger, asOf, knownAt, wanted, cutPoints),
                scopeOf(customerIds),
                values,
                histories::add);
        return histories;
    }

    /**
     * The same of a few customers as of today, all that was recorded so far, together with other questions; without what compares with
     * cut-points. What a credit position has is read from the open items, unless their allocations are dated later or more is wanted.
     */
    public RoundTrip.Answer<List<CustomerHistory>> askToday(
            RoundTrip trip, Ledger ledger, LocalDate today, Set<Metric> wanted, Collection<Long> customerIds)
            throws SQLException {
        HistoryQuestion question = new HistoryQuestion(ledger, today, NOW, wanted, null);
        Set<RawColumn> columns = RawColumn.of(wanted);
        boolean openItemsDo = OpenItemStatement.COLUMNS.containsAll(columns);
        NamedParameters statement =
                openItemsDo ? OpenItemStatement.STATEMENT : statement(columns, scopeOf(customerIds));
        Map<String, Object> values = values(ledger, today, NOW);
        values.put("customers", trip.array("bigint", customerIds.toArray()));
        return trip.ask(
                statement.sql(),
                rows -> {
                    List<CustomerHistory> histories = new ArrayList<>(customerIds.size());
                    if (!openItemsDo) {
                        read(rows, question, columns, histories::add);
                        return histories;
                    }
                    return readOpenItems(rows, question, histories)
                            ? histories
                            : of(trip.connection(), ledger, today, NOW, wanted, customerIds, null);
                },
                statement.inOrder(values));
    }

    /** @return false if a customer's items don't tell what was open at the date */
    private static boolean readOpenItems(ResultSet rows, HistoryQuestion question, List<CustomerHistory> histories)
            throws SQLException {
        List<RawColumn> inOrder = RawHistory.inOrder(OpenItemStatement.COLUMNS);
        PurchaseDays purchaseDays = new PurchaseDays(question.asOf());
        while (rows.next()) {
            if (rows.getBoolean(OpenItemStatement.STRADDLES)) {
                return false;
            }
            histories.add(history(RawHistory.of(rows, inOrder), question, purchaseDays));
        }
        return true;
    }

    private static CustomerHistory history(RawHistory raw, HistoryQuestion question, PurchaseDays purchaseDays) {
        return new CustomerHistory(
                raw.customerId(), raw.customerCode(), new MetricFormulas(question, purchaseDays, raw).history());
    }

    /** The same text is the same object each time: writing it anew would cost more than running it for a customer. */
    private static NamedParameters statement(Set<RawColumn> columns, HistoryStatement.Scope scope) {
        if (STATEMENTS.size() > STATEMENTS_MAX) {
            STATEMENTS.clear();
        }
        return STATEMENTS.computeIfAbsent(
                new Written(columns, scope), key -> NamedParameters.of(HistoryStatement.text(columns, scope), TYPES));
    }

    static Map<String, Object> values(Ledger ledger, LocalDate asOf, Instant knownAt) {
        Map<String, Object> values = new HashMap<>();
        values.put("asOf", asOf);
        values.put("knownAt", OffsetDateTime.ofInstant(knownAt.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
        values.put("ledger", ledger.id());
        values.put("horizon", ledger.orderHorizonDays());
        return values;
    }

    private static HistoryStatement.Scope scopeOf(Collection<Long> customerIds) {
        int[] partitions =
                customerIds.stream().mapToInt(DocumentPartition::of).distinct().toArray();
        return partitions.length == 1
                ? HistoryStatement.Scope.listedIn(partitions[0])
                : HistoryStatement.Scope.listed();
    }

    static void run(
            Connection connection,
            HistoryQuestion question,
            HistoryStatement.Scope scope,
            Map<String, Object> values,
            Consumer<CustomerHistory> action)
            throws SQLException {
        Set<RawColumn> columns = RawColumn.of(question.wanted());
        try (PreparedStatement statement = statement(columns, scope).prepare(connection, values)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            statement.setFetchSize(ROWS_A_FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                read(rows, question, columns, action);
            }
        }
    }

    private static void read(
            ResultSet rows, HistoryQuestion question, Set<RawColumn> columns, Consumer<CustomerHistory> action)
            throws SQLException {
        List<RawColumn> inOrder = RawHistory.inOrder(columns);
        PurchaseDays purchaseDays = new PurchaseDays(question.asOf());
        while (rows.next()) {
            action.accept(history(RawHistory.of(rows, inOrder), question, purchaseDays));
        }
    }
}
