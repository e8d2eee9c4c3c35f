package dev.assay.history;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.BinaryRows;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * The payment histories of all customers of a ledger, one partition of the documents at a time, by the same statement as those of
 * single customers (see {@link PaymentHistories}). Its rows come by COPY, which takes neither a cursor nor boxes. Thread-safe.
 */
public final class LedgerHistories implements PartitionHistories {

    private final HistoryQuestion question;
    private final LedgerShare share;
    private final Set<RawColumn> columns;
    private final List<RawColumn> inOrder;
    private final PurchaseDays purchaseDays;

    private LedgerHistories(HistoryQuestion question, LedgerShare share, Set<RawColumn> columns) {
        this.question = question;
        this.share = share;
        this.columns = columns;
        this.inOrder = RawHistory.inOrder(columns);
        this.purchaseDays = new PurchaseDays(question.asOf());
    }

    /** @param wanted a metric not among these stays null */
    public static LedgerHistories of(
            Connection connection, Ledger ledger, LocalDate asOf, Instant knownAt, Set<Metric> wanted)
            throws SQLException {
        return new LedgerHistories(
                new HistoryQuestion(ledger, asOf, knownAt, wanted, null),
                LedgerShare.of(connection, ledger),
                RawColumn.of(wanted));
    }

    /** The same, and beside the histories what cut-points are found in. */
    LedgerHistories withCutPointFigures() {
        Set<RawColumn> more = EnumSet.copyOf(CutPointFigures.COLUMNS);
        more.addAll(columns);
        return new LedgerHistories(question, share, more);
    }

    @Override
    public void forEach(
            Connection connection, int partition, @Nullable CutPoints cutPoints, Consumer<CustomerHistory> action)
            throws SQLException {
        rows(connection, partition, rows -> each(rows, cutPoints, action));
    }

    /** Takes rows. */
    interface RowsConsumer {
        void accept(BinaryRows rows) throws IOException;
    }

    /**
     * A partition is grouped by hash. Left alone, the planner sorts it: its estimate of the sub-selects, which run for few documents,
     * is so large that both look alike. Hashing took 13 % less CPU at 625,000 documents a partition.
     */
    void rows(Connection connection, int partition, RowsConsumer action) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local enable_sort = off");
            rows(connection, share.scope(partition), values(), action);
            statement.execute("set local enable_sort = on");
        }
    }

    /** Only some customers of a partition. */
    void rows(Connection connection, int partition, long[] customers, RowsConsumer action) throws SQLException {
        Map<String, Object> values = values();
        values.put("customers", customers);
        rows(connection, HistoryStatement.Scope.listedIn(partition), values, action);
    }

    private Map<String, Object> values() {
        return PaymentHistories.values(question.ledger(), question.asOf(), question.knownAt());
    }

    private void rows(
            Connection connection, HistoryStatement.Scope scope, Map<String, Object> values, RowsConsumer action)
            throws SQLException {
        String text = NamedParameters.inlined(HistoryStatement.text(columns, scope), PaymentHistories.TYPES, values);
        try (InputStream in = new PGCopyInputStream(
                connection.unwrap(PGConnection.class), "copy (" + text + ") to stdout with (format binary)")) {
            action.accept(new BinaryRows(in));
        } catch (IOException e) {
            throw new SQLException("Histories could not be read: " + e.getMessage(), e);
        }
    }

    void each(BinaryRows rows, @Nullable CutPoints cutPoints, Consumer<CustomerHistory> action) throws IOException {
        HistoryQuestion compared = new HistoryQuestion(
                question.ledger(), question.asOf(), question.knownAt(), question.wanted(), cutPoints);
        while (rows.next()) {
            RawHistory raw = raw(rows);
            action.accept(new CustomerHistory(
                    raw.customerId(), raw.customerCode(), new MetricFormulas(compared, purchaseDays, raw).history()));
        }
    }

    /** Takes the row's part in the cut-points; needs {@link #withCutPointFigures}. */
    void addTo(CutPointFigures figures, BinaryRows row) {
        figures.add(raw(row), purchaseDays);
    }

    private RawHistory raw(BinaryRows row) {
        return RawHistory.of(row, inOrder);
    }
}
