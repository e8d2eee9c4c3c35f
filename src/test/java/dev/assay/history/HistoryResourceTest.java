package dev.assay.history;

import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A history worked out by hand, over HTTP. */
@ServiceTest
class HistoryResourceTest {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Test
    void aHandComputedHistory() {
        String ledger = books(
                // paid 10 days late, on time, and 5 days early; the fourth is 40 days overdue with 300 open
                invoice("I1", "1000.00", "2024-01-01", "2024-01-31"),
                invoice("I2", "2000.00", "2024-02-01", "2024-03-02"),
                invoice("I3", "1000.00", "2024-02-10", "2024-03-11"),
                invoice("I4", "500.00", "2024-04-01", "2024-05-01"),
                payment("P1", "1000.00", "2024-02-10", "I1", "1000.00"),
                payment("P2", "2000.00", "2024-03-02", "I2", "2000.00"),
                payment("P3", "1050.00", "2024-03-06", "I3", "1000.00"),
                payment("P4", "200.00", "2024-05-20", "I4", "200.00"));

        // weight 4500; late 1000×10 + 500×40 = 30,000; early 1000×5; I3 arrives on the day I1 is paid
        Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers/C1/history?asOf=2024-06-10")
                .then()
                .statusCode(200)
                .body("customerCode", equalTo("C1"))
                .body("asOf", equalTo("2024-06-10"))
                .body("knownAt", equalTo("2024-07-01T08:00:00Z"))
                .body("openBalance", comparesEqualTo(new BigDecimal("300.00")))
                .body("overdueAmount", comparesEqualTo(new BigDecimal("300.00")))
                .body("overdueRatio", comparesEqualTo(new BigDecimal("1.0")))
                .body("oldestOverdueDays", equalTo(40))
                .body("ageing31To60", comparesEqualTo(new BigDecimal("300.00")))
                .body("lateDaysWeighted", comparesEqualTo(new BigDecimal("6.666666666666667")))
                .body("termsDaysSigned", comparesEqualTo(new BigDecimal("5.555555555555555")))
                .body("onTimeRatio", comparesEqualTo(new BigDecimal("0.75")))
                .body("paidInvoices12m", equalTo(3))
                .body("lateInvoices12m", equalTo(1))
                .body("netRevenue12m", comparesEqualTo(new BigDecimal("4500.00")))
                .body("averageMonthlySales", comparesEqualTo(new BigDecimal("1500")))
                .body("unappliedCash", comparesEqualTo(new BigDecimal("50.00")))
                .body("exposure", comparesEqualTo(new BigDecimal("250.00")))
                .body("highCredit12m", comparesEqualTo(new BigDecimal("3000.00")))
                .body("tenureDays", equalTo(161))
                .body("recencyDays", equalTo(70))
                .body("dataAgeDays", equalTo(0))
                .body("valueClass", nullValue())
                .body("cutPointsAsOf", nullValue());
    }

    @Test
    void whatWasNotRecordedByThenDoesNotCount() {
        String ledger = books(invoice("I1", "1000.00", "2024-01-01", "2024-01-31"));

        Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers/C1/history?asOf=2024-06-10&knownAt=2024-07-01T07:59:59Z")
                .then()
                .statusCode(200)
                .body("openBalance", comparesEqualTo(BigDecimal.ZERO))
                .body("tenureDays", nullValue())
                .body("paymentIndex", nullValue());
    }

    @Test
    void aCustomerWithoutDocumentsHasZerosAndNoData() {
        String ledger = books();

        Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers/C1/history")
                .then()
                .statusCode(200)
                .body("openBalance", comparesEqualTo(BigDecimal.ZERO))
                .body("invoices12m", equalTo(0))
                .body("highCredit12m", comparesEqualTo(BigDecimal.ZERO))
                .body("recencyDays", nullValue())
                .body("onTimeRatio", nullValue())
                .body("averageMonthlySales", nullValue());
    }

    @Test
    void whatCannotBeReadIsAProblemWithItsPlaceAndFix() {
        String ledger = books();
        String history = "/api/v1/ledgers/" + ledger + "/customers/C1/history";

        Api.erp().get(history + "?asOf=2012-02-30").then().statusCode(400).body("errors[0].pointer", equalTo("asOf"));
        Api.erp().get(history + "?asOf=-0400-01-01").then().statusCode(400);
        Api.erp()
                .get(history + "?knownAt=yesterday")
                .then()
                .statusCode(400)
                .body("detail", containsString("yesterday"));
        Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers/NOBODY/history")
                .then()
                .statusCode(404)
                .body("detail", containsString("NOBODY"));
        Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers/%00/history")
                .then()
                .statusCode(404);
        Api.erp().get("/api/v1/ledgers/NOWHERE/customers/C1/history").then().statusCode(404);
        Api.anonymous().get(history).then().statusCode(401);
    }

    private String books(Doc... docs) {
        String code = ALedger.inCny().create();
        Ledger ledger = ledgers.require(code);
        Books books = new Books(
                2,
                List.of("C1"),
                List.of(new Books.Batch(Instant.parse("2024-07-01T08:00:00Z"), List.of(docs))),
                List.of());
        transaction.call(ledger, connection -> {
            new DirectWriter(connection, ledger).write(books, new Random(1));
            return null;
        });
        return code;
    }

    private static Doc invoice(String id, String amount, String date, String due) {
        return doc(id, Doc.Kind.INVOICE, amount, date, LocalDate.parse(due), List.of());
    }

    private static Doc payment(String id, String amount, String date, String target, String part) {
        return doc(
                id,
                Doc.Kind.PAYMENT,
                amount,
                date,
                null,
                List.of(new Doc.Part(target, new BigDecimal(part), LocalDate.parse(date))));
    }

    private static Doc doc(String id, Doc.Kind kind, String amount, String date, LocalDate due, List<Doc.Part> parts) {
        return new Doc(
                id,
                kind,
                "C1",
                LocalDate.parse(date),
                due,
                new BigDecimal(amount),
                "CNY",
                BigDecimal.ONE,
                false,
                false,
                null,
                null,
                null,
                parts);
    }
}
