package dev.assay.classification;

import static dev.assay.fixture.Books.invoice;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class EvaluationResourceTest {

    private static final String GOOD = """
            {"customerCode":"K1","asOf":"2026-06-30","paymentIndex":80,"onTimeRatio":1,"oldestOverdueDays":0,\
            "tenureDays":2000,"paidInvoices12m":12,"invoices12m":12,"averageMonthlySales":100000,"recencyDays":5,\
            "netRevenue12m":1200000,"valueClass":"B"}""";

    private Books books;

    @BeforeEach
    void open() {
        books = Books.inCny();
    }

    @Test
    void factsInTheBodyBecomeADecisionThatIsNotStored() {
        books.post("evaluations", GOOD)
                .statusCode(200)
                .body("id", nullValue())
                .body("customerCode", equalTo("K1"))
                .body("grade", equalTo("A"))
                .body("provisional", equalTo(false))
                .body("category", equalTo("NORMAL"))
                .body("paymentTerm.type", equalTo("OPEN_ACCOUNT"))
                .body("paymentTerm.creditPeriodDays", equalTo(60))
                .body("creditLimit.type", equalTo("AMOUNT"))
                .body("creditLimit.amount.intValue()", equalTo(300000))
                .body("creditLimit.currency", equalTo("CNY"))
                .body("graceDays", equalTo(15))
                .body("hold", equalTo(false))
                .body("reviewOn", equalTo("2027-06-30"))
                .body("rulesetVersion", notNullValue())
                .body("reasons.findAll { it.principal }.size()", lessThanOrEqualTo(4))
                .body("reasons.text.zh", everyItem(not(equalTo(""))))
                .body("reasons.text.en", everyItem(not(equalTo(""))))
                .body("facts.paymentIndex.intValue()", equalTo(80));
    }

    @Test
    void noDataMakesAProvisionalGradeAndNoCrash() {
        books.post("evaluations", "{}")
                .statusCode(200)
                .body("grade", equalTo("C"))
                .body("provisional", equalTo(true))
                .body("category", equalTo("POTENTIAL"))
                .body("creditLimit.type", equalTo("NONE"))
                .body("reasons", not(empty()));
    }

    @Test
    void anArrayIsAnsweredInItsOrder() {
        String poor = GOOD.replace("\"oldestOverdueDays\":0", "\"oldestOverdueDays\":91")
                .replace("K1", "K2");
        books.post("evaluations", "[" + GOOD + "," + poor + "]")
                .statusCode(200)
                .body("customerCode", equalTo(java.util.List.of("K1", "K2")))
                .body("grade", equalTo(java.util.List.of("A", "E")))
                .body("[1].hold", equalTo(true));
    }

    @Test
    void aThousandAreAcceptedAndOneMoreIsNot() {
        String thousand = String.join(",", Collections.nCopies(1000, GOOD));
        books.post("evaluations", "[" + thousand + "]").statusCode(200).body("$", hasSize(1000));
        books.post("evaluations", "[" + thousand + "," + GOOD + "]")
                .statusCode(400)
                .body("detail", containsString("1001"));
        books.post("evaluations", "[]").statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"paymentIndx\":80} | /paymentIndx | paymentIndex",
                "{\"paymentIndex\":\"80\"} | /paymentIndex | number",
                "{\"paymentIndex\":101} | /paymentIndex | 100",
                "{\"onTimeRatio\":1.01} | /onTimeRatio | 1.0",
                "{\"tenureDays\":-1} | /tenureDays | whole number",
                "{\"tenureDays\":1.5} | /tenureDays | whole number",
                "{\"exposure\":1e40} | /exposure | amount",
                "{\"asOf\":\"2012-02-30\"} | /asOf | 2026-01-31",
                "{\"currency\":\"USD\"} | /currency | CNY",
                "{\"customerType\":\"ROBOT\"} | /customerType | ENTERPRISE",
                "{\"previousGrade\":\"Z\"} | /previousGrade | A, B, C, D, E",
                "{\"previousLimit\":100} | /previousGrade | grade",
                "{\"tags\":\"vip\"} | /tags | list",
                "{\"attributes\":{\"colour\":\"red\"}} | /attributes | colour",
                "{\"valueClass\":\"Q\"} | /valueClass | A, B, C",
                "{\"industry\":\"a\\u0000b\"} | /industry | printable",
                "[{\"tenureDays\":1},{\"tenureDays\":true}] | /1/tenureDays | whole number",
            })
    void unacceptableFactIsToldWithItsPlaceAndTheFix(String body, String pointer, String told) {
        books.post("evaluations", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].message", containsString(told));
    }

    @Test
    void storedHistoryIsGradedAndTheDecisionStands() {
        books.customer("K1");
        feedThreePaidInvoices();
        int id = books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .statusCode(201)
                .header("Location", containsString("/decisions/"))
                .body("facts.paidInvoices12m", equalTo(3))
                .body("facts.asOf", equalTo("2026-06-30"))
                .body("applied", equalTo(true))
                .extract()
                .jsonPath()
                .getInt("id");
        books.get("customers/K1/classification")
                .statusCode(200)
                .body("id", equalTo(id))
                .body("effectiveLimit.currency", equalTo("CNY"));
        books.get("decisions/" + id).statusCode(200).body("id", equalTo(id)).body("facts.paidInvoices12m", equalTo(3));
        books.get("customers/K1/decisions")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("nextCursor", nullValue());
    }

    @Test
    void aTrialIsRecordedButChangesNothing() {
        books.customer("K1");
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\",\"apply\":false}")
                .statusCode(201)
                .body("applied", equalTo(false));
        books.get("customers/K1/classification").statusCode(404).body("detail", containsString("never graded"));
        books.get("customers/K1/decisions").body("items", hasSize(1));
    }

    @Test
    void aDecisionForAnEarlierDateDoesNotReplaceALaterOne() {
        books.customer("K1");
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}").statusCode(201);
        books.post("customers/K1/evaluations", "{\"asOf\":\"2025-06-30\"}").statusCode(201);
        books.get("customers/K1/classification").body("asOf", equalTo("2026-06-30"));
    }

    @Test
    void gradingADateAgainClimbsNoSecondStep() {
        books.customer("K1");
        feedThreePaidInvoices();
        String first = grade("2026-06-30");
        String again = grade("2026-06-30");
        org.assertj.core.api.Assertions.assertThat(again).isEqualTo(first);
    }

    @Test
    void decisionsArePagedWithoutGapsOrRepeats() {
        books.customer("K1");
        for (int day = 1; day <= 5; day++) {
            books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-0" + day + "\"}")
                    .statusCode(201);
        }
        String cursor = books.get("customers/K1/decisions?limit=3")
                .body("items.asOf", equalTo(java.util.List.of("2026-06-05", "2026-06-04", "2026-06-03")))
                .extract()
                .path("nextCursor");
        books.get("customers/K1/decisions?limit=3&cursor=" + cursor)
                .body("items.asOf", equalTo(java.util.List.of("2026-06-02", "2026-06-01")))
                .body("nextCursor", nullValue());
        books.get("customers/K1/decisions?cursor=rubbish").statusCode(400);
        books.get("customers/K1/decisions?limit=0").statusCode(400);
    }

    @Test
    void unknownCustomersDecisionsAndForeignLedgersAreNotFound() {
        books.customer("K1");
        int id = books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .extract()
                .jsonPath()
                .getInt("id");
        books.post("customers/NOBODY/evaluations", "{}").statusCode(404);
        books.get("decisions/999999999").statusCode(404);
        Books others = Books.inCny();
        others.get("decisions/" + id).statusCode(404);
        others.get("customers/K1/decisions").statusCode(404);
        others.adminPost("decisions/" + id + "/replay", "{}").statusCode(404);
    }

    @Test
    void unacceptableRequestsAreProblems() {
        books.customer("K1");
        books.post("customers/K1/evaluations", "{\"asOf\":\"2012-02-30\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/asOf"));
        books.post("customers/K1/evaluations", "{\"asof\":\"2012-02-03\"}").statusCode(400);
        Api.erp()
                .contentType(ContentType.TEXT)
                .body("x")
                .post(books.path("evaluations"))
                .then()
                .statusCode(415);
        Api.anonymous()
                .contentType(ContentType.JSON)
                .body("{}")
                .post(books.path("evaluations"))
                .then()
                .statusCode(401);
    }

    private String grade(String asOf) {
        return books.post("customers/K1/evaluations", "{\"asOf\":\"" + asOf + "\"}")
                .statusCode(201)
                .extract()
                .path("grade");
    }

    private void feedThreePaidInvoices() {
        books.feed(IntStream.rangeClosed(1, 3)
                .mapToObj(i -> invoice(
                        "I" + i, "K1", "2026-0" + i + "-01", "2026-0" + i + "-28", "1000.00", "2026-0" + i + "-20"))
                .toArray(String[]::new));
    }
}
