package dev.assay.classification.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people set in the place of what the rules say, and the people who must agree to it. */
@ServiceTest
class OverrideTest {

    private static int count;

    private Books books;
    private People.Session controller;
    private People.Session approver;
    private People.Session chief;

    @BeforeEach
    void aGradedCustomer() {
        books = Books.inCny().customer("C1");
        books.feed("""
                {"id":"I-1","kind":"INVOICE","customerCode":"C1","date":"2026-01-10","dueDate":"2026-02-10","amount":90000.00,\
                "currency":"CNY"}""");
        books.adminPost("customers/C1/evaluations", "{\"asOf\":\"2026-03-01\"}").statusCode(201);
        count++;
        controller = People.person("override-controller-" + count, "{\"roles\":[\"CONTROLLER\",\"APPROVER\"]}");
        approver = People.person("override-approver-" + count, "{\"roles\":[\"APPROVER\"],\"approvalLimit\":50000}");
        chief = People.person("override-chief-" + count, "{\"roles\":[\"APPROVER\"]}");
    }

    @Test
    void aLimitCountsFromItsApprovalOnAndStandsBesideTheRules() {
        int request = ask("LIMIT", "{\"type\":\"AMOUNT\",\"amount\":40000}", "[]")
                .extract()
                .path("id");
        classification().body("effective.creditLimit.type", equalTo("NONE")).body("overrides", empty());
        answer(controller, request, "approve").statusCode(403);
        answer(approver, request, "approve").statusCode(200).body("state", equalTo("APPROVED"));
        classification()
                .body("creditLimit.type", equalTo("NONE"))
                .body("effective.creditLimit.amount", comparesEqualTo(new BigDecimal("40000.00")))
                .body("effectiveLimit.amount", comparesEqualTo(new BigDecimal("40000.00")))
                .body("overrides[0].reason", equalTo("they have paid cash for years"));
        answer(chief, request, "approve").statusCode(409);
    }

    @Test
    void nobodyAgreesToMoreThanHisAuthority() {
        int request = ask("LIMIT", "{\"type\":\"AMOUNT\",\"amount\":60000}", "[]")
                .extract()
                .path("id");
        answer(approver, request, "approve").statusCode(403);
        mine(approver).body("id", not(hasItem(request)));
        mine(chief).body("id", hasItem(request));
        answer(chief, request, "approve").statusCode(200);
        mine(chief).body("id", not(hasItem(request)));
        int unlimited = ask("LIMIT", "{\"type\":\"UNLIMITED\"}", "[]").extract().path("id");
        answer(approver, unlimited, "approve").statusCode(403);
    }

    @Test
    void aboveAThresholdTwoPeopleMustAgreeHoweverFastOneClicks() throws Exception {
        Api.admin()
                .contentType("application/json")
                .body("{\"twoAbove\":10000,\"deadlineDays\":3}")
                .put(books.path("approval-policy"))
                .then()
                .statusCode(200);
        int request = ask("LIMIT", "{\"type\":\"AMOUNT\",\"amount\":30000}", "[]")
                .body("levels", equalTo(2))
                .extract()
                .path("id");
        ExecutorService clicks = Executors.newFixedThreadPool(5);
        List<Integer> answers = new ArrayList<>();
        try {
            CyclicBarrier together = new CyclicBarrier(5);
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                futures.add(clicks.submit(() -> {
                    together.await();
                    return answer(approver, request, "approve").extract().statusCode();
                }));
            }
            for (Future<Integer> future : futures) {
                answers.add(future.get());
            }
        } finally {
            clicks.shutdown();
        }
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
        classification().body("overrides", empty());
        answer(chief, request, "approve").statusCode(200).body("state", equalTo("APPROVED"));
        classification().body("overrides.size()", equalTo(1));
    }

    @Test
    void itEndsOnTheOutcomeItNamedOrByAPersonOrByAnother() {
        approved("HOLD", "true", "[\"E\",\"D\",\"C\",\"B\",\"A\"]");
        classification().body("effective.hold", equalTo(true));
        books.adminPost("customers/C1/evaluations", "{\"asOf\":\"2026-03-02\"}").statusCode(201);
        classification().body("effective.hold", equalTo(false)).body("overrides", empty());
        overrides().body("[0].state", equalTo("SERVED"));

        approved("TERM", "{\"type\":\"OPEN_ACCOUNT\",\"creditPeriodDays\":15}", "[]");
        approved("TERM", "{\"type\":\"OPEN_ACCOUNT\",\"creditPeriodDays\":20}", "[]");
        overrides().body("state", equalTo(List.of("ACTIVE", "ENDED", "SERVED")));
        classification().body("effective.paymentTerm.creditPeriodDays", equalTo(20));
        int active = overrides().extract().path("[0].id");
        controller
                .request()
                .delete(books.path("customers/C1/overrides/" + active))
                .then()
                .statusCode(200);
        classification().body("overrides", empty());
        controller
                .request()
                .delete(books.path("customers/C1/overrides/" + active))
                .then()
                .statusCode(409);
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
    }

    @Test
    void whatIsRejectedOrWithdrawnNeverCounts() {
        int rejected = ask("GRADE", "\"A\"", "[]").extract().path("id");
        answer(chief, rejected, "reject").statusCode(200).body("state", equalTo("REJECTED"));
        answer(chief, rejected, "approve").statusCode(409);
        int withdrawn = ask("GRADE", "\"A\"", "[]").extract().path("id");
        answer(chief, withdrawn, "withdraw").statusCode(403);
        answer(controller, withdrawn, "withdraw").statusCode(200);
        answer(chief, withdrawn, "approve").statusCode(409);
        answer(chief, withdrawn, "comments").statusCode(200).body("steps.step", hasItem("COMMENT"));
        classification()
                .body("effective.grade", equalTo(classification().extract().path("grade")));
    }

    @Test
    void badWishesAreNamedFieldByField() {
        controller
                .request()
                .body("{\"field\":\"LIMIT\",\"value\":{\"type\":\"AMOUNT\",\"amount\":-1},\"expiresOn\":\"2020-01-01\","
                        + "\"endsWhen\":[\"Z\"]}")
                .post(books.path("customers/C1/overrides"))
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        containsInAnyOrder("/reason", "/evidence", "/expiresOn", "/endsWhen/0", "/value/amount"));
        overrides().body("$", empty());
    }

    private void approved(String field, String value, String endsWhen) {
        int request = ask(field, value, endsWhen).extract().path("id");
        answer(chief, request, "approve").statusCode(200).body("state", equalTo("APPROVED"));
    }

    private ValidatableResponse ask(String field, String value, String endsWhen) {
        return controller
                .request()
                .body("""
                        {"field":"%s","value":%s,"reason":"they have paid cash for years","evidence":"see the bank's letter",
                         "expiresOn":"%s","endsWhen":%s}""".formatted(field, value, LocalDate.now().plusMonths(2), endsWhen))
                .post(books.path("customers/C1/overrides"))
                .then()
                .statusCode(201);
    }

    private ValidatableResponse answer(People.Session who, int request, String what) {
        return who.request()
                .body("{\"comment\":\"seen\"}")
                .post(books.path("change-requests/" + request + "/" + what))
                .then();
    }

    private ValidatableResponse mine(People.Session who) {
        return who.request().get(books.path("change-requests?mine=true")).then().statusCode(200);
    }

    private ValidatableResponse classification() {
        return Api.admin().get(books.path("customers/C1/classification")).then().statusCode(200);
    }

    private ValidatableResponse overrides() {
        return Api.admin().get(books.path("customers/C1/overrides")).then().statusCode(200);
    }
}
