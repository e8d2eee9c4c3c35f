package dev.assay.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.Metric;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.database.RoundTrip;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What credit positions are read from equals the documents, whatever was recorded, corrected, voided or dated ahead. */
@ServiceTest
class OpenItemTest {

    private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

    private static final Set<Metric> OF_POSITIONS = EnumSet.of(
            Metric.OPEN_BALANCE,
            Metric.OVERDUE_AMOUNT,
            Metric.OVERDUE_RATIO,
            Metric.OLDEST_OVERDUE_DAYS,
            Metric.AGEING_CURRENT,
            Metric.AGEING_1_TO_30,
            Metric.AGEING_31_TO_60,
            Metric.AGEING_61_TO_90,
            Metric.AGEING_91_PLUS,
            Metric.AGEING_DISPUTED,
            Metric.OPEN_ORDERS,
            Metric.UNAPPLIED_CASH,
            Metric.EXPOSURE);

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PaymentHistories histories;

    @ParameterizedTest
    @CsvSource({"31, CNY, 60", "32, JPY, 60", "33, USD, 60", "34, KWD, 60"})
    void positionsEqualTheDocumentsAfterEveryBatchAndOnEveryLaterDay(long seed, String currency, int customers) {
        Ledger ledger = ledgers.require(ALedger.in(currency).create());
        LocalDate today = LocalDate.now(ledger.timeZone());
        Books books = new RandomBooks(seed, currency, today).with(customers, 7);

        Books recorded = new IntakeFeed(transaction, ledger)
                .send(books, () -> assertThat(differences(ledger, today, null)).isEmpty());

        assertThat(differences(ledger, today, recorded)).isEmpty();
        JsonPath report = repair(ledger);
        assertThat(report.getList("first")).isEmpty();
        assertThat(report.getInt("mended")).isZero();
        assertThat(report.getInt("compared")).isGreaterThan(report.getInt("items"));
        assertThat(report.getInt("items")).isPositive();
        assertThat(differences(ledger, today, recorded)).isEmpty();
    }

    @Test
    void whatWentWrongIsNamedAndMended() {
        Ledger ledger = ledgers.require(ALedger.in("CNY").create());
        LocalDate today = LocalDate.now(ledger.timeZone());
        new IntakeFeed(transaction, ledger).send(new RandomBooks(35, "CNY", today).with(40, 3));
        spoil(ledger, "delete from open_item where key = (select max(key) from open_item where open > 0)");
        spoil(
                ledger,
                "update open_item set open = open + 7 where key = (select min(key) from open_item where open > 0)");
        spoil(
                ledger,
                "insert into open_item select customer_id, -1, 5, due_date, doc_date, '-infinity', delivery_date, ledger_id,"
                        + " 2, false, false from open_item limit 1");
        assertThat(differences(ledger, today, null)).isNotEmpty();

        JsonPath report = repair(ledger);

        assertThat(report.getInt("mended")).isEqualTo(3);
        assertThat(report.getList("first.documentId")).hasSize(3).containsOnlyOnce((Object) null);
        assertThat(differences(ledger, today, null)).isEmpty();
        assertThat(repair(ledger).getInt("mended")).isZero();
        assertThat(Api.admin()
                        .get("/api/v1/ledgers/" + ledger.code() + "/audit?entity=open-items")
                        .jsonPath()
                        .getList("items"))
                .hasSize(2);
    }

    private void spoil(Ledger ledger, String sql) {
        int changed = transaction.call(ledger, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.executeUpdate();
            }
        });
        assertThat(changed).isEqualTo(1);
    }

    private static JsonPath repair(Ledger ledger) {
        return Api.admin()
                .post("/api/v1/ledgers/" + ledger.code() + "/open-items/repair")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** @param books what was recorded, held against the oracle too; null: not */
    private List<String> differences(Ledger ledger, LocalDate today, Books books) {
        List<String> differences = new ArrayList<>();
        for (int later : new int[] {0, 1, 2, 29, 45, 400}) {
            LocalDate day = today.plusDays(later);
            Map<String, Map<Metric, Object>> quick = new TreeMap<>();
            Map<String, Map<Metric, Object>> together = new TreeMap<>();
            Map<String, Map<Metric, Object>> slow = new TreeMap<>();
            transaction.call(ledger, connection -> {
                List<Long> ids =
                        customers(connection.prepareStatement("select id from customer where ledger_id = ?"), ledger);
                for (Long id : ids) {
                    // One by one: an allocation dated ahead sends all that are asked for together to the documents.
                    put(
                            quick,
                            RoundTrip.alone(
                                    connection,
                                    trip -> histories.askToday(trip, ledger, day, OF_POSITIONS, List.of(id))));
                }
                put(
                        together,
                        RoundTrip.alone(connection, trip -> histories.askToday(trip, ledger, day, OF_POSITIONS, ids)));
                put(slow, histories.of(connection, ledger, day, EVER, OF_POSITIONS, ids, null));
                return null;
            });
            compare(day, together, slow, differences);
            compare(day, quick, slow, differences);
            if (books != null) {
                Map<String, Map<Metric, Object>> oracle =
                        new TreeMap<>(new HistoryOracle(ledger, books, day, EVER).all());
                oracle.values().forEach(each -> each.keySet().retainAll(OF_POSITIONS));
                compare(day, quick, oracle, differences);
            }
        }
        return differences;
    }

    private static List<Long> customers(PreparedStatement query, Ledger ledger) throws SQLException {
        try (query) {
            query.setInt(1, ledger.id());
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        }
    }

    private static void put(Map<String, Map<Metric, Object>> all, List<CustomerHistory> customers) {
        customers.forEach(each -> all.put(each.customerCode(), values(each)));
    }

    private static Map<Metric, Object> values(CustomerHistory customer) {
        Map<Metric, Object> values = new TreeMap<>();
        OF_POSITIONS.forEach(metric -> values.put(metric, metric.in(customer.history())));
        return values;
    }

    private static void compare(
            LocalDate day,
            Map<String, Map<Metric, Object>> actual,
            Map<String, Map<Metric, Object>> expected,
            List<String> differences) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        actual.forEach((code, values) -> values.forEach((metric, value) -> {
            Object wanted = expected.get(code).get(metric);
            if (!HistoryOracleTest.same(value, wanted)) {
                differences.add("%s of %s on %s: %s, expected %s".formatted(metric, code, day, value, wanted));
            }
        }));
    }
}
