package dev.assay.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold for any books, whatever the formulas are. */
@ServiceTest
class HistoryPropertiesTest {

    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);
    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PaymentHistories histories;

    @Test
    void oneCustomerAListAPartitionAndTheLedgerGiveTheSame() {
        Books books = new RandomBooks(11, "CNY").with(60, 4);
        Ledger ledger = written(books, 1);
        LocalDate asOf = books.asOf().get(1);
        List<CustomerHistory> whole = whole(ledger, asOf, END, ALL);
        List<Long> ids = whole.stream().map(CustomerHistory::customerId).toList();

        List<CustomerHistory> list = transaction.read(
                ledger, connection -> histories.of(connection, ledger, asOf, END, ALL, ids, cutPoints(ledger, asOf)));
        List<CustomerHistory> oneByOne = new ArrayList<>();
        List<CustomerHistory> bySpool = new ArrayList<>();
        List<CustomerHistory> byScan = new ArrayList<>();
        transaction.read(ledger, connection -> {
            CutPoints cuts = StoredCutPoints.latest(connection, ledger, asOf);
            for (long id : ids) {
                oneByOne.addAll(histories.of(connection, ledger, asOf, END, ALL, List.of(id), cuts));
            }
            for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
                histories.run(
                        connection,
                        new HistoryQuestion(ledger, asOf, END, ALL, cuts),
                        HistoryStatement.Scope.whole(partition),
                        PaymentHistories.values(ledger, asOf, END),
                        byScan::add);
            }
            bySpool.addAll(spooled(connection, ledger, asOf, cuts));
            return null;
        });

        assertThat(list).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(oneByOne).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(bySpool).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(byScan).containsExactlyInAnyOrderElementsOf(whole);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        Books books = new RandomBooks(12, "USD").with(60, 4);
        LocalDate asOf = books.asOf().get(0);

        Map<String, PaymentHistory> first = byCode(whole(written(books, 1), asOf, END, ALL));
        Map<String, PaymentHistory> second = byCode(whole(written(books, 2), asOf, END, ALL));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aPaymentAfterTheAsOfDateChangesNothing() {
        Books books = new RandomBooks(13, "CNY").with(60, 4);
        LocalDate asOf = books.asOf().get(0);
        Instant before = books.batches().get(3).recordedAt();
        List<Books.Batch> batches = new ArrayList<>(books.batches());
        batches.add(new Books.Batch(before.plusSeconds(60), paidTheDayAfter(books, asOf)));
        Ledger ledger = written(new Books(books.baseScale(), books.customers(), batches, books.asOf()), 1);
        Set<Metric> aboutDocuments = EnumSet.complementOf(EnumSet.of(Metric.DATA_AGE_DAYS));

        Map<String, PaymentHistory> then = byCode(whole(ledger, asOf, before, aboutDocuments));
        Map<String, PaymentHistory> now = byCode(whole(ledger, asOf, END, aboutDocuments));

        assertThat(now).isEqualTo(then);
    }

    @Test
    void aMetricIsTheSameWhateverElseIsAskedFor() {
        Books books = new RandomBooks(14, "CNY").with(30, 4);
        Ledger ledger = written(books, 1);
        LocalDate asOf = books.asOf().get(1);
        Map<String, PaymentHistory> all = byCode(whole(ledger, asOf, END, ALL));

        transaction.read(ledger, connection -> {
            CutPoints cuts = StoredCutPoints.latest(connection, ledger, asOf);
            for (Metric metric : Metric.values()) {
                List<CustomerHistory> alone = new ArrayList<>();
                WholeLedger.forEach(connection, ledger, asOf, END, Set.of(metric), cuts, alone::add);
                for (CustomerHistory customer : alone) {
                    assertThat(metric.in(customer.history()))
                            .as("%s of %s", metric.key(), customer.customerCode())
                            .isEqualTo(metric.in(all.get(customer.customerCode())));
                    assertThat(ALL.stream().filter(other -> other != metric))
                            .allMatch(other -> other.in(customer.history()) == null);
                }
            }
            return null;
        });
    }

    @Test
    void theHashOfAnIdNamesItsPartition() {
        Ledger ledger = ledgers.require(ALedger.inCny().create());
        transaction.read(ledger, connection -> {
            Random random = new Random(1);
            Long[] ids = new Long[2_000];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = i < 1_000 ? (long) i : random.nextLong();
            }
            try (var statement = connection.prepareStatement("select id, n from unnest(?) id, generate_series(0, 31) n"
                    + " where satisfies_hash_partition('document'::regclass, 32, n, id)")) {
                statement.setArray(1, connection.createArrayOf("bigint", ids));
                var rows = statement.executeQuery();
                int seen = 0;
                while (rows.next()) {
                    assertThat(DocumentPartition.of(rows.getLong(1))).isEqualTo(rows.getInt(2));
                    seen++;
                }
                assertThat(seen).isEqualTo(ids.length);
            }
            return null;
        });
    }

    private Ledger written(Books books, long order) {
        Ledger ledger = ledgers.require(
                ALedger.in(books.baseScale() == 0 ? "JPY" : "CNY").create());
        transaction.call(ledger, connection -> {
            new DirectWriter(connection, ledger).write(books, new Random(order));
            for (LocalDate asOf : books.asOf()) {
                WholeLedger.cutPoints(connection, ledger, asOf, END);
            }
            return null;
        });
        return ledger;
    }

    private CutPoints cutPoints(Ledger ledger, LocalDate asOf) {
        return transaction.read(ledger, connection -> StoredCutPoints.latest(connection, ledger, asOf));
    }

    private List<CustomerHistory> whole(Ledger ledger, LocalDate asOf, Instant knownAt, Set<Metric> wanted) {
        List<CustomerHistory> whole = new ArrayList<>();
        transaction.read(ledger, connection -> {
            CutPoints cuts = StoredCutPoints.latest(connection, ledger, asOf);
            WholeLedger.forEach(connection, ledger, asOf, knownAt, wanted, cuts, whole::add);
            return null;
        });
        return whole;
    }

    /** As it comes out of the spool the second time. */
    private static List<CustomerHistory> spooled(
            Connection connection, Ledger ledger, LocalDate asOf, CutPoints cutPoints) throws SQLException {
        List<CustomerHistory> spooled = new ArrayList<>();
        LedgerHistories all = LedgerHistories.of(connection, ledger, asOf, END, ALL);
        try (HistorySpool spool = new HistorySpool(all, ledger, asOf, END)) {
            for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
                spool.read(connection, partition, count -> {});
                spool.forEach(connection, partition, null, history -> {});
                spool.forEach(connection, partition, cutPoints, spooled::add);
            }
        }
        return spooled;
    }

    private static Map<String, PaymentHistory> byCode(List<CustomerHistory> histories) {
        Map<String, PaymentHistory> byCode = new TreeMap<>();
        histories.forEach(customer -> byCode.put(customer.customerCode(), customer.history()));
        return byCode;
    }

    private static List<Doc> paidTheDayAfter(Books books, LocalDate asOf) {
        return books.knownAt(END).stream()
                .filter(doc -> doc.kind() == Doc.Kind.INVOICE && doc.amount().compareTo(BigDecimal.ZERO) > 0)
                .map(invoice -> {
                    LocalDate day = invoice.date().isAfter(asOf) ? invoice.date() : asOf.plusDays(1);
                    return new Doc(
                            "LATER-" + invoice.id(),
                            Doc.Kind.PAYMENT,
                            invoice.customer(),
                            day,
                            null,
                            invoice.amount(),
                            invoice.currency(),
                            invoice.rate(),
                            false,
                            false,
                            null,
                            null,
                            null,
                            List.of(new Doc.Part(invoice.id(), invoice.amount(), day)));
                })
                .toList();
    }
}
