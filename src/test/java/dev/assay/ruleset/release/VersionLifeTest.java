package dev.assay.ruleset.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole life of a version, as people live it and as somebody would who wants to get round the others. */
@ServiceTest
class VersionLifeTest {

    private static final String LIMITS = "limit/limits.drl.csv";
    private static int count;

    private Books books;
    private People.Session analyst;
    private People.Session approver;

    @BeforeEach
    void peopleAndBooks() {
        books = Books.inCny().customer("C1").customer("C2");
        for (String customer : List.of("C1", "C2")) {
            books.feed("""
                    {"id":"I-%s","kind":"INVOICE","customerCode":"%s","date":"2026-01-10","dueDate":"2026-02-10","amount":90000.00,\
                    "currency":"CNY","settledOn":"2026-02-01"}""".formatted(customer, customer));
        }
        count++;
        analyst = People.person("analyst-" + count, "{\"roles\":[\"ANALYST\",\"APPROVER\"]}");
        approver = People.person("approver-" + count, "{\"roles\":[\"APPROVER\"]}");
    }

    @Test
    void fromADraftToServiceAndBack() {
        String first = active();
        draft("larger");
        edit("larger", "B,1.0,2000000", "B,one,2000000").statusCode(200);
        analyst.request()
                .post(books.path("ruleset-drafts/larger/check"))
                .then()
                .statusCode(200)
                .body("admitted", equalTo(false))
                .body("problems[0].file", equalTo(LIMITS))
                .body("problems[0].line", equalTo(9));
        submit("larger").statusCode(422);
        edit("larger", "B,one,2000000", "B,1.0,2600000").statusCode(200);
        analyst.request()
                .get(books.path("ruleset-diff?from=active&to=draft:larger"))
                .then()
                .statusCode(200)
                .body("files.path", equalTo(List.of(LIMITS)))
                .body("files[0].lines[0].beforeLine", equalTo(9))
                .body("files[0].cells.size()", equalTo(1))
                .body("files[0].cells[0].before", equalTo("2000000"))
                .body("files[0].cells[0].after", equalTo("2600000"));

        int review = submitted("larger");
        String version = review(review).extract().path("version");
        review(review)
                .body("state", equalTo("IN_REVIEW"))
                .body("trial.customers", equalTo(2))
                .body("check.admitted", equalTo(true))
                .body("stale", empty());
        answer(analyst, review, "approve").statusCode(403).body("detail", containsString("nobody approves his own"));
        approver.request()
                .get(books.path("inbox"))
                .then()
                .statusCode(200)
                .body("kind", equalTo(List.of("RULESET_VERSION")))
                .body("[0].link", equalTo(books.path("ruleset-reviews/" + review)));
        activate(review, null).statusCode(409);
        answer(approver, review, "approve").statusCode(200).body("state", equalTo("APPROVED"));

        edit("larger", "B,1.0,2600000", "B,1.0,2700000").statusCode(200);
        activate(review, null).statusCode(409).body("detail", containsString("edited since"));
        int second = submitted("larger");
        String newer = review(second).extract().path("version");
        assertThat(newer).isNotEqualTo(version);
        answer(approver, second, "approve").statusCode(200).body("state", equalTo("APPROVED"));

        Instant soon = Instant.now().plusSeconds(3);
        activate(second, soon).statusCode(200);
        assertThat(active()).isEqualTo(first);
        await().until(() -> active().equals(newer));
        assertThat(Instant.now()).isAfter(soon);
        Number decision = books.adminPost("customers/C1/evaluations", "{\"asOf\":\"2026-03-01\"}")
                .statusCode(201)
                .body("rulesetVersion", equalTo(newer))
                .extract()
                .path("id");

        rollBack(version).statusCode(409);
        rollBack(first).statusCode(200).body("active", equalTo(first));
        books.adminPost("customers/C2/evaluations", "{\"asOf\":\"2026-03-01\"}")
                .statusCode(201)
                .body("rulesetVersion", equalTo(first));
        Api.admin()
                .contentType("application/json")
                .body("{\"reason\":\"too generous\"}")
                .post(books.path("ruleset-versions/" + newer + "/retire"))
                .then()
                .statusCode(200)
                .body("retired", hasItem(newer));
        rollBack(newer).statusCode(409).body("detail", containsString("retired"));
        books.adminPost("decisions/" + decision + "/replay", "{\"rules\":\"RECORDED\"}")
                .statusCode(200)
                .body("rulesetVersion", equalTo(newer))
                .body("result", equalTo("SAME"));
        books.adminPost("decisions/" + decision + "/replay", "{}").body("result", equalTo("RULES_CHANGED"));

        Api.admin()
                .get(books.path("audit?entity=ruleset-review&limit=100"))
                .then()
                .body("items.after.event", hasItem("submitted"))
                .body("items.after.event", hasItem("approved"))
                .body("items.changedBy", hasItem(approver.username()));
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
    }

    @Test
    void neitherAnotherNameNorAnotherSubmitterMakesItSomebodyElses() {
        draft("mine");
        edit("mine", "B,1.0,2000000", "B,1.0,2100000").statusCode(200);
        int review = submitted("mine");
        String version = review(review).extract().path("version");
        answer(analyst, review, "withdraw").statusCode(200).body("state", equalTo("WITHDRAWN"));

        People.Session other = People.person("other-" + count, "{\"roles\":[\"ANALYST\",\"APPROVER\"]}");
        other.request()
                .body("{\"name\":\"renamed\",\"from\":\"" + version + "\"}")
                .post(books.path("ruleset-drafts"))
                .then()
                .statusCode(201);
        int again = other.request()
                .body("{\"note\":\"the same under another name\"}")
                .post(books.path("ruleset-drafts/renamed/submit"))
                .then()
                .statusCode(201)
                .body("version", equalTo(version))
                .body("authors", hasItem(analyst.username()))
                .extract()
                .path("id");
        waitForTrial(again);
        answer(analyst, again, "approve").statusCode(403);
        answer(other, again, "approve").statusCode(403);
        rollBack(version).statusCode(409).body("detail", containsString("never served"));
        answer(approver, again, "approve").statusCode(200).body("state", equalTo("APPROVED"));
    }

    @Test
    void twoApprovalsAtOnceAreTwoPeopleOrOne() throws Exception {
        Api.admin()
                .contentType("application/json")
                .body("{\"requiresRun\":true,\"oneApproverMax\":0}")
                .put(books.path("review-policy"))
                .then()
                .statusCode(200);
        // a floor under every limit of a new customer moves money on this ledger
        books.adminPost("customers/C1/evaluations", "{\"asOf\":\"2026-03-01\"}").statusCode(201);
        draft("raced");
        edit("raced", "B,1.0,2000000", "B,1.0,2200000").statusCode(200);
        int review = submitted("raced");
        ExecutorService clicks = Executors.newFixedThreadPool(6);
        List<Integer> answers = new ArrayList<>();
        try {
            CyclicBarrier together = new CyclicBarrier(6);
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                futures.add(clicks.submit(() -> {
                    together.await();
                    return answer(approver, review, "approve").extract().statusCode();
                }));
            }
            for (Future<Integer> future : futures) {
                answers.add(future.get());
            }
        } finally {
            clicks.shutdown();
        }
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
        int needed = review(review).extract().path("approversNeeded");
        review(review)
                .body("approvals.size()", equalTo(1))
                .body("state", equalTo(needed == 1 ? "APPROVED" : "IN_REVIEW"));
    }

    @Test
    void whatAnotherVersionOvertookMustBeApprovedAgain() {
        draft("slow");
        edit("slow", "B,1.0,2000000", "B,1.0,2300000").statusCode(200);
        int slow = submitted("slow");
        draft("fast");
        edit("fast", "B,1.0,2000000", "B,1.0,2400000").statusCode(200);
        int fast = submitted("fast");
        answer(approver, slow, "approve").statusCode(200);
        answer(approver, fast, "approve").statusCode(200);
        activate(fast, null).statusCode(200);
        activate(slow, null).statusCode(409).body("detail", containsString("Another version serves"));
        analyst.request()
                .post(books.path("ruleset-reviews/" + slow + "/evidence"))
                .then()
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"))
                .body("approvals", empty())
                .body("formerApprovals.size()", equalTo(1));
        waitForTrial(slow);
        activate(slow, null).statusCode(409);
        answer(approver, slow, "approve").statusCode(200).body("state", equalTo("APPROVED"));
        activate(slow, null).statusCode(200);
    }

    @Test
    void aVersionOfAnotherLedgerIsNotThere() {
        draft("private");
        edit("private", "B,1.0,2000000", "B,1.0,2500000").statusCode(200);
        int review = submitted("private");
        String version = review(review).extract().path("version");
        Books others = Books.inCny();
        analyst.request()
                .get(others.path("ruleset-versions/" + version + "/archive"))
                .then()
                .statusCode(404);
        analyst.request().get(others.path("ruleset-reviews/" + review)).then().statusCode(404);
        analyst.request().get(others.path("ruleset-drafts/private")).then().statusCode(404);
        analyst.request()
                .body("{\"name\":\"stolen\",\"from\":\"" + version + "\"}")
                .post(others.path("ruleset-drafts"))
                .then()
                .statusCode(404);
    }

    private String active() {
        return analyst.request()
                .get(books.path("ruleset-versions"))
                .then()
                .statusCode(200)
                .extract()
                .path("active");
    }

    private void draft(String name) {
        analyst.request()
                .body("{\"name\":\"" + name + "\",\"from\":\"active\"}")
                .post(books.path("ruleset-drafts"))
                .then()
                .statusCode(201);
    }

    private ValidatableResponse edit(String draft, String from, String to) {
        String path = books.path("ruleset-drafts/" + draft + "/files/" + LIMITS);
        var read = analyst.request().get(path);
        String text = new String(read.asByteArray(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        return analyst.request()
                .contentType("application/octet-stream")
                .header("If-Match", read.header("ETag"))
                .body(text.replace(from, to).getBytes(StandardCharsets.UTF_8))
                .put(path)
                .then();
    }

    private ValidatableResponse submit(String draft) {
        return analyst.request()
                .body("{\"note\":\"a larger ceiling for the best\"}")
                .post(books.path("ruleset-drafts/" + draft + "/submit"))
                .then();
    }

    private int submitted(String draft) {
        int review = submit(draft).statusCode(201).extract().path("id");
        waitForTrial(review);
        return review;
    }

    private void waitForTrial(int review) {
        await().until(() -> "DONE".equals(review(review).extract().path("trial.state")));
    }

    private ValidatableResponse review(int review) {
        return analyst.request()
                .get(books.path("ruleset-reviews/" + review))
                .then()
                .statusCode(200);
    }

    private ValidatableResponse answer(People.Session who, int review, String what) {
        return who.request()
                .body("{\"comment\":\"seen\"}")
                .post(books.path("ruleset-reviews/" + review + "/" + what))
                .then();
    }

    private ValidatableResponse activate(int review, Instant at) {
        return approver.request()
                .body(at == null ? "{}" : "{\"at\":\"" + at + "\"}")
                .post(books.path("ruleset-reviews/" + review + "/activate"))
                .then();
    }

    private ValidatableResponse rollBack(String version) {
        return approver.request()
                .body("{\"reason\":\"as it was before\"}")
                .post(books.path("ruleset-versions/" + version + "/roll-back"))
                .then();
    }
}
