package dev.assay.classification.rise;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that rise by more than the policy lets rise by itself. */
@ServiceTest
class LimitRiseTest {

    private static final String BEFORE = "2026-06-30";
    private static final String AFTER = "2026-07-31";

    private static int count;

    private Books books;
    private People.Session approver;

    @BeforeEach
    void aCustomerWhoseSalesRise() {
        count++;
        approver = People.person("rise-approver-" + count, "{\"roles\":[\"APPROVER\"]}");
        books = Books.inCny().customer("C1");
        books.feed(
                invoice("I1", "C1", "2026-02-05", "2026-03-07", "90000.00", "2026-03-01"),
                invoice("I2", "C1", "2026-03-05", "2026-04-04", "90000.00", "2026-04-01"),
                invoice("I3", "C1", "2026-04-05", "2026-05-05", "90000.00", "2026-05-01"));
        grade(BEFORE).body("creditLimit.status", equalTo("GRANTED"));
        books.feed(
                invoice("I4", "C1", "2026-07-02", "2026-08-01", "250000.00", "2026-07-30"),
                invoice("I5", "C1", "2026-07-03", "2026-08-02", "250000.00", "2026-07-30"));
    }

    @Test
    void aRiseCountsOnceAnotherPersonAgreed() {
        BigDecimal before = effectiveLimit();
        JsonNode decision = Api.body(grade(AFTER).body("creditLimit.status", equalTo("PENDING")));
        BigDecimal wanted = decision.path("creditLimit").path("amount").decimalValue();
        assertThat(effectiveLimit()).isEqualByComparingTo(before).isLessThan(wanted);

        JsonNode request = only(requests("PENDING"));
        assertThat(request.path("amount").decimalValue()).isEqualByComparingTo(wanted.subtract(before));
        assertThat(request.path("requestedBy").asText()).isEqualTo("erp");
        answer(request, "approve").statusCode(200).body("state", equalTo("APPROVED"));

        assertThat(effectiveLimit()).isEqualByComparingTo(wanted);
        grade(AFTER);
        assertThat(effectiveLimit()).as("asked again for the same date").isEqualByComparingTo(wanted);
        assertThat(requests("PENDING")).isEmpty();
        JsonNode run = Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + AFTER + "\",\"mode\":\"APPLY\"}"));
        assertThat(run.path("moved").asInt()).isZero();
        assertThat(effectiveLimit()).isEqualByComparingTo(wanted);

        grade("2026-08-01").body("creditLimit.status", equalTo("GRANTED"));
        for (JsonNode each :
                Api.tree(Api.erp().get(books.path("customers/C1/decisions"))).path("decisions")) {
            books.adminPost("decisions/" + each.path("id").asLong() + "/replay", "{}")
                    .statusCode(200)
                    .body("result", equalTo("SAME"));
        }
    }

    @Test
    void aLaterGradingWithTheSameFiguresKeepsTheRequest() {
        grade(AFTER).body("creditLimit.status", equalTo("PENDING"));
        JsonNode request = only(requests("PENDING"));
        grade("2026-08-05");
        assertThat(only(requests("PENDING")).path("id")).isEqualTo(request.path("id"));
        answer(request, "approve").statusCode(200);
        BigDecimal granted = effectiveLimit();
        grade("2026-08-06")
                .body("creditLimit.status", equalTo("GRANTED"))
                .body("creditLimit.amount", comparesEqualTo(granted));
    }

    @Test
    void aRefusedRiseIsNotAskedForAgainByTheSameDecision() {
        BigDecimal before = effectiveLimit();
        grade(AFTER);
        answer(only(requests("PENDING")), "reject").statusCode(200).body("state", equalTo("REJECTED"));
        grade(AFTER);
        assertThat(requests("PENDING")).isEmpty();
        assertThat(effectiveLimit()).isEqualByComparingTo(before);
    }

    @Test
    void aRequestForWhatTheRulesNoLongerSayIsTakenBack() {
        grade(AFTER);
        JsonNode first = only(requests("PENDING"));
        books.feed(invoice("I6", "C1", "2026-07-04", "2026-08-03", "100000.00", "2026-07-30"));
        grade(AFTER).body("creditLimit.status", equalTo("PENDING"));
        JsonNode second = only(requests("PENDING"));
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        assertThat(only(requests("WITHDRAWN")).path("id")).isEqualTo(first.path("id"));
        answer(first, "approve").statusCode(409);
        answer(second, "approve").statusCode(200);
    }

    @Test
    void whoHadTheLedgerGradedDoesNotAgreeToItsRises() {
        assertThat(Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + AFTER + "\",\"mode\":\"SIMULATE\"}"))
                        .path("state")
                        .asText())
                .isEqualTo("DONE");
        assertThat(requests("PENDING")).as("a trial asks nobody").isEmpty();
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + AFTER + "\",\"mode\":\"APPLY\"}"));
        JsonNode request = only(requests("PENDING"));
        assertThat(request.path("kind").asText()).isEqualTo("LIMIT_RISE");
        books.adminPost("change-requests/" + request.path("id").asLong() + "/approve", "{}")
                .statusCode(403);
        answer(request, "approve").statusCode(200);
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
    }

    private ValidatableResponse grade(String asOf) {
        return books.post("customers/C1/evaluations", "{\"asOf\":\"" + asOf + "\"}")
                .statusCode(201);
    }

    private BigDecimal effectiveLimit() {
        return Api.tree(Api.erp().get(books.path("customers/C1/classification")))
                .path("effectiveLimit")
                .path("amount")
                .decimalValue();
    }

    private List<JsonNode> requests(String state) {
        List<JsonNode> requests = new ArrayList<>();
        Api.tree(Api.admin().get(books.path("change-requests?kind=LIMIT_RISE&state=" + state)))
                .forEach(requests::add);
        return requests;
    }

    private static JsonNode only(List<JsonNode> requests) {
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private ValidatableResponse answer(JsonNode request, String what) {
        return approver.request()
                .body("{\"comment\":\"seen\"}")
                .post(books.path("change-requests/" + request.path("id").asLong() + "/" + what))
                .then();
    }
}
