package dev.assay.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.Metric;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics statement against the plain-Java oracle on random books, recorded by a writer of the test and by the intake. */
@ServiceTest
class HistoryOracleTest {

    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);
    private static final int DIFFERENCES_SHOWN = 20;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @ParameterizedTest
    @CsvSource({
        "1, CNY, 150",
        "2, JPY, 150",
        "3, USD, 150",
        "4, KWD, 150",
        "5, CNY, 150",
        "6, KRW, 150",
        "7, CNY, 1",
        "8, HKD, 220"
    })
    void everyMetricOfEveryCustomerEqualsTheOracle(long seed, String currency, int customers) {
        Books books = new RandomBooks(seed, currency).with(customers, 7);
        Ledger ledger = ledgers.require(ALedger.in(currency)
                .with("materialityAmount", new BigDecimal(seed % 2 == 0 ? "100" : "95.5"))
                .create());
        Random random = new Random(seed);
        transaction.call(ledger, connection -> {
            new DirectWriter(connection, ledger).write(books, random);
            return null;
        });
        assertThat(differences(ledger, books, random)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"21, CNY, 70", "22, JPY, 70", "23, USD, 70"})
    void soDoTheMetricsOfWhatCameThroughTheIntake(long seed, String currency, int customers) {
        Books books = new RandomBooks(seed, currency).with(customers, 6);
        Ledger ledger = ledgers.require(ALedger.in(currency).create());
        IntakeFeed feed = new IntakeFeed(transaction, ledger);

        Books recorded = feed.send(books);

        long sent =
                books.batches().stream().mapToLong(batch -> batch.docs().size()).sum();
        assertThat(feed.rejected()).isLessThan((int) (sent / 10));
        assertThat(differences(ledger, recorded, new Random(seed))).isEmpty();
    }

    private List<String> differences(Ledger ledger, Books books, Random random) {
        List<String> differences = new ArrayList<>();
        for (LocalDate asOf : books.asOf()) {
            for (Instant knownAt : instants(books, random)) {
                differences.addAll(differences(ledger, books, asOf, knownAt));
            }
        }
        return differences.stream().limit(DIFFERENCES_SHOWN).toList();
    }

    /** The end, and the instant of a batch or just before it. */
    private static List<Instant> instants(Books books, Random random) {
        List<Books.Batch> batches = books.batches();
        Instant last = batches.get(batches.size() - 1).recordedAt();
        Instant some = batches.get(random.nextInt(batches.size())).recordedAt();
        return List.of(last, random.nextBoolean() ? some : some.minusNanos(1_000));
    }

    private List<String> differences(Ledger ledger, Books books, LocalDate asOf, Instant knownAt) {
        Map<String, Map<Metric, Object>> expected = new HistoryOracle(ledger, books, asOf, knownAt).all();
        List<String> differences = new ArrayList<>();
        List<CustomerHistory> actual = new ArrayList<>();
        transaction.call(ledger, connection -> {
            CutPoints cutPoints = WholeLedger.cutPoints(connection, ledger, asOf, knownAt);
            WholeLedger.forEach(connection, ledger, asOf, knownAt, ALL, cutPoints, actual::add);
            return null;
        });
        assertThat(actual)
                .extracting(CustomerHistory::customerCode)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (CustomerHistory customer : actual) {
            Map<Metric, Object> metrics = expected.get(customer.customerCode());
            for (Metric metric : Metric.values()) {
                Object is = metric.in(customer.history());
                if (!same(is, metrics.get(metric))) {
                    differences.add("%s as of %s known at %s: %s is %s, the oracle says %s; documents %s"
                            .formatted(
                                    customer.customerCode(),
                                    asOf,
                                    knownAt,
                                    metric.key(),
                                    is,
                                    metrics.get(metric),
                                    books.knownAt(knownAt).stream()
                                            .filter(doc -> doc.customer().equals(customer.customerCode()))
                                            .toList()));
                }
            }
        }
        return differences;
    }

    static boolean same(Object actual, Object expected) {
        if (actual instanceof BigDecimal left && expected instanceof BigDecimal right) {
            return left.compareTo(right) == 0;
        }
        if (actual instanceof Double left && expected instanceof Double right) {
            return Math.abs(left - right) <= 1e-12 * Math.max(1, Math.abs(right));
        }
        return Objects.equals(actual, expected);
    }
}
