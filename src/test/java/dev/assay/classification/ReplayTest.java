package dev.assay.classification;

import static dev.assay.fixture.Books.invoice;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class ReplayTest {

    private Books books;
    private JsonPath decision;

    @BeforeEach
    void gradeACustomerWithAnOpenInvoice() {
        books = Books.inCny()
                .customer("K1")
                .feed(
                        invoice("I1", "K1", "2026-01-01", "2026-01-31", "1000.00", "2026-01-20"),
                        invoice("I2", "K1", "2026-02-01", "2026-02-28", "2000.00", "2026-03-20"),
                        invoice("I3", "K1", "2026-03-01", "2026-03-31", "3000.00", "2026-03-25"),
                        invoice("I4", "K1", "2026-04-01", "2026-04-30", "4000.00", null));
        decision = books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    @Test
    void unchangedBooksReplayTheSame() {
        replay("{}").body("result", equalTo("SAME")).body("differences", empty());
    }

    @Test
    void aPaymentBeforeTheAsOfDateChangesTheDataAndNamesTheMetrics() {
        books.feed("""
                {"id":"P1","kind":"PAYMENT","customerCode":"K1","date":"2026-05-10","amount":4000.00,"currency":"CNY",\
                "allocations":[{"invoiceId":"I4","amount":4000.00,"date":"2026-05-10"}]}""");
        replay("{}")
                .body("result", equalTo("DATA_CHANGED"))
                .body("differences.name", hasItems("openBalance", "oldestOverdueDays", "paidInvoices12m"))
                .body("differences.find { it.name == 'oldestOverdueDays' }.recorded", equalTo(61))
                .body("differences.find { it.name == 'oldestOverdueDays' }.replayed", equalTo(0));
        replay("{\"knownAt\":\"" + decision.getString("knownAt") + "\"}").body("result", equalTo("SAME"));
    }

    @Test
    void cashThatIsNotAllocatedChangesTheExposure() {
        books.feed("""
                {"id":"P1","kind":"PAYMENT","customerCode":"K1","date":"2026-05-10","amount":1.00,"currency":"CNY"}""");
        replay("{}").body("result", equalTo("DATA_CHANGED")).body("differences.name", hasItem("exposure"));
    }

    @Test
    void aPaymentAfterTheAsOfDateChangesNothing() {
        books.feed("""
                {"id":"P1","kind":"PAYMENT","customerCode":"K1","date":"2026-07-01","amount":4000.00,"currency":"CNY",\
                "allocations":[{"invoiceId":"I4","amount":4000.00,"date":"2026-07-01"}]}""");
        replay("{}").body("result", equalTo("SAME"));
    }

    @Test
    void correctedMasterDataIsToldAndWasOtherwiseThen() {
        String etag = Api.erp().get(books.path("customers/K1")).getHeader("ETag");
        Api.erp()
                .contentType(ContentType.JSON)
                .header("If-Match", etag)
                .body("{\"name\":\"Customer K1\",\"type\":\"ENTERPRISE\",\"industry\":\"steel\"}")
                .put(books.path("customers/K1"))
                .then()
                .statusCode(200);
        replay("{}")
                .body("result", equalTo("DATA_CHANGED"))
                .body("differences.name", equalTo(java.util.List.of("industry")));
        replay("{\"knownAt\":\"" + decision.getString("decidedAt") + "\"}").body("result", equalTo("SAME"));
    }

    @Test
    void laterDecisionsDoNotDisturbAnEarlierReplay() {
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-07-31\"}").statusCode(201);
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-05-31\"}").statusCode(201);
        replay("{}").body("result", equalTo("SAME"));
    }

    private io.restassured.response.ValidatableResponse replay(String body) {
        return books.adminPost("decisions/" + decision.getLong("id") + "/replay", body)
                .statusCode(200);
    }
}
