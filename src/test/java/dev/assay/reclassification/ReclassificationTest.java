package dev.assay.reclassification;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class ReclassificationTest {

    private static final int CUSTOMERS = 40;

    /** Customers K1.. each with invoices paid the more days late the higher its number. */
    private static Books graded(Books books) {
        for (int i = 1; i <= CUSTOMERS; i++) {
            books.customer("K" + i);
        }
        List<String> documents = new ArrayList<>();
        for (int i = 1; i <= CUSTOMERS; i++) {
            for (int month = 1; month <= 6; month++) {
                documents.add(invoice(
                        "I" + i + "-" + month,
                        "K" + i,
                        "2025-0%d-05".formatted(month),
                        "2025-0%d-25".formatted(month),
                        "1000.00",
                        "2025-%02d-%02d".formatted(month + 1 + i / 20, 1 + i % 20)));
            }
        }
        return books.feed(documents.toArray(String[]::new));
    }

    @Test
    void anAppliedRunDecidesLikeSingleEvaluations() {
        Books books = graded(Books.inCny());
        JsonNode run = Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        assertThat(run.path("state").asText()).isEqualTo("DONE");
        assertThat(run.path("progress").path("done").asInt()).isEqualTo(CUSTOMERS);
        for (int i = 1; i <= CUSTOMERS; i += 7) {
            JsonNode standing = Api.tree(Api.erp().get(books.path("customers/K" + i + "/classification")));
            JsonNode single = Api.tree(Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(books.path("decisions/" + standing.path("id").asLong() + "/replay")));
            assertThat(single.path("result").asText()).isEqualTo("SAME");
        }
        Books alone = graded(Books.inCny());
        for (int i = 1; i <= CUSTOMERS; i++) {
            alone.post("customers/K" + i + "/evaluations", "{\"asOf\":\"2025-12-31\",\"apply\":true}")
                    .statusCode(201);
        }
        for (int i = 1; i <= CUSTOMERS; i++) {
            JsonNode bulk = Api.tree(Api.erp().get(books.path("customers/K" + i + "/classification")));
            JsonNode one = Api.tree(Api.erp().get(alone.path("customers/K" + i + "/classification")));
            for (String field :
                    List.of("score", "grade", "provisional", "creditLimit", "paymentTerm", "hold", "reviewOn")) {
                assertThat(bulk.path(field)).as("K" + i + " " + field).isEqualTo(one.path(field));
            }
        }
    }

    @Test
    void aSimulationChangesNothingThatStands() {
        Books books = graded(Books.inCny());
        JsonNode run = Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\"}"));
        assertThat(run.path("mode").asText()).isEqualTo("SIMULATE");
        assertThat(run.path("state").asText()).isEqualTo("DONE");
        books.get("customers/K1/classification").statusCode(404);
        books.get("customers/K1/decisions")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].applied", equalTo(false));
    }

    @Test
    void askingAgainWithTheSameDatesMovesNobody() {
        Books books = graded(Books.inCny());
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        JsonNode again = Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        assertThat(again.path("state").asText()).isEqualTo("DONE");
        assertThat(again.path("progress").path("done").asInt()).isEqualTo(CUSTOMERS);
        assertThat(again.path("progress").path("moved").asInt()).isZero();
        Api.admin()
                .get(books.path("reclassifications/" + again.path("id").asLong() + "/changes"))
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void aCustomerThatBreaksItsChunkIsReportedAndTheOthersAreDecidedAbout() {
        Books books = graded(Books.inCny());
        books.customer("HUGE");
        String[] documents = IntStream.range(0, 9_300)
                .mapToObj(i -> invoice("H" + i, "HUGE", "2025-06-01", "2025-07-01", "9999999999999.99", null))
                .toArray(String[]::new);
        books.feed(documents);
        long id = Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}");
        JsonNode run = Runs.finish(books, id);
        assertThat(run.path("state").asText()).isEqualTo("DONE");
        assertThat(run.path("progress").path("failed").asInt()).isEqualTo(1);
        assertThat(run.path("progress").path("done").asInt()).isEqualTo(CUSTOMERS + 1);
        Api.admin()
                .get(books.path("reclassifications/" + id + "/failures"))
                .then()
                .statusCode(200)
                .body("customerCode", equalTo(List.of("HUGE")))
                .body("[0].message", containsString("out of range"));
        books.get("customers/HUGE/classification").statusCode(404);
        for (int i = 1; i <= CUSTOMERS; i++) {
            books.get("customers/K" + i + "/classification").statusCode(200);
        }
    }

    @Test
    void twoRunsAreComparedCustomerByCustomer() {
        Books books = graded(Books.inCny());
        long first = Runs.start(books, "{\"asOf\":\"2025-12-31\"}");
        Runs.finish(books, first);
        books.feed(invoice("late", "K1", "2025-07-01", "2025-08-01", "9000.00", null));
        long second = Runs.start(books, "{\"asOf\":\"2025-12-31\"}");
        Runs.finish(books, second);
        JsonNode cells = Api.tree(Api.admin().get(books.path("reclassifications/" + first + "/comparison/" + second)))
                .path("cells");
        int customers = 0;
        int moved = 0;
        for (JsonNode cell : cells) {
            customers += cell.path("customers").asInt();
            moved += cell.path("moved").asInt();
        }
        assertThat(customers).isEqualTo(CUSTOMERS);
        assertThat(moved).isEqualTo(1);
        Api.admin()
                .get(books.path("reclassifications/" + first + "/comparison/" + second + "/changes"))
                .then()
                .statusCode(200)
                .body("items.customerCode", equalTo(List.of("K1")))
                .body("items[0].after.grade", equalTo("E"))
                .body("items[0].reasons.gained.code", hasItem("HOLD_E"))
                .body("nextCursor", nullValue());
        Api.admin()
                .get(books.path("reclassifications/" + second + "/comparison/" + second + "/changes"))
                .then()
                .body("items", hasSize(0));
        Api.admin()
                .get(books.path("reclassifications/" + first + "/comparison/999999"))
                .then()
                .statusCode(404);
    }

    @Test
    void theMigrationMatrixCountsEveryCustomerOnce() {
        Books books = graded(Books.inCny());
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        String before = grade(books, "K1");
        books.feed(invoice("late", "K1", "2025-07-01", "2025-08-01", "9000.00", null));
        long id = Runs.start(books, "{\"asOf\":\"2025-12-31\"}");
        JsonNode run = Runs.finish(books, id);
        assertThat(run.path("progress").path("moved").asInt()).isEqualTo(1);
        JsonNode cells = Api.tree(Api.admin().get(books.path("reclassifications/" + id + "/migration")));
        int total = 0;
        int movedToE = 0;
        for (JsonNode cell : cells.path("cells")) {
            total += cell.path("customers").asInt();
            if (cell.path("to").asText().equals("E")
                    && cell.path("from").asText().equals(before)) {
                movedToE += cell.path("customers").asInt();
            }
        }
        assertThat(total).isEqualTo(CUSTOMERS);
        assertThat(movedToE).isEqualTo(1);
        Api.admin()
                .get(books.path("reclassifications/" + id + "/changes?moved=true"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].customerCode", equalTo("K1"))
                .body("items[0].before.grade", equalTo(before))
                .body("items[0].after.grade", equalTo("E"))
                .body("items[0].after.hold", equalTo(true))
                .body("items[0].reasons.gained.code", hasItem("HOLD_E"));
        assertThat(grade(books, "K1")).isEqualTo(before);
    }

    @Test
    void onlyThoseThatMatchTheFilterAreDecidedAbout() {
        Books books = graded(Books.inCny());
        JsonNode run = Runs.finish(
                books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\",\"filter\":{\"code\":\"K1\"}}"));
        assertThat(run.path("customers").asInt()).isEqualTo(11);
        books.get("customers/K12/classification").statusCode(200);
        books.get("customers/K2/classification").statusCode(404);
        JsonNode byGrade = Runs.finish(
                books,
                Runs.start(books, "{\"asOf\":\"2025-12-31\",\"filter\":{\"grade\":[\"A\",\"B\",\"C\",\"D\",\"E\"]}}"));
        assertThat(byGrade.path("customers").asInt()).isEqualTo(11);
    }

    @Test
    void aRunOverChangesLooksAtThoseWhoChangedAndThoseWhoseReviewIsDue() {
        Books books = graded(Books.inCny());
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        JsonNode nothing = Runs.finish(
                books, Runs.start(books, "{\"asOf\":\"2026-01-01\",\"mode\":\"APPLY\",\"scope\":\"CHANGED\"}"));
        assertThat(nothing.path("customers").asInt()).isZero();
        books.feed(invoice("new", "K7", "2026-01-01", "2026-02-01", "10.00", null));
        books.customer("N1");
        JsonNode changed = Runs.finish(
                books, Runs.start(books, "{\"asOf\":\"2026-01-02\",\"mode\":\"APPLY\",\"scope\":\"CHANGED\"}"));
        assertThat(changed.path("customers").asInt()).isEqualTo(2);
        JsonNode due = Runs.finish(books, Runs.start(books, "{\"asOf\":\"2027-06-30\",\"scope\":\"CHANGED\"}"));
        assertThat(due.path("customers").asInt()).isEqualTo(CUSTOMERS + 1);
    }

    @Test
    void aGuardrailStopsTheRunUntilAPersonAnswers() {
        Books books = graded(new Books(
                ALedger.inCny().with("guard", Map.of("movedRatio", 0.01)).create()));
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        String before = grade(books, "K1");
        books.feed(invoice("late", "K1", "2025-07-01", "2025-08-01", "9000.00", null));
        long first = Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}");
        JsonNode waiting = Runs.finish(books, first);
        assertThat(waiting.path("state").asText()).isEqualTo("WAITING");
        assertThat(waiting.path("guard").asText()).contains("1 of 40 graded customers would move");
        assertThat(grade(books, "K1")).isEqualTo(before);
        Runs.ask(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}")
                .statusCode(409)
                .body("detail", containsString("Run " + first));
        books.adminPost("reclassifications/" + first + "/discard", "")
                .statusCode(200)
                .body("state", equalTo("DISCARDED"));
        assertThat(grade(books, "K1")).isEqualTo(before);
        long second = Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}");
        assertThat(Runs.finish(books, second).path("state").asText()).isEqualTo("WAITING");
        books.adminPost("reclassifications/" + second + "/confirm", "")
                .statusCode(403)
                .body("detail", containsString("nobody answers his own"));
        String inbox = books.path("change-requests");
        People.Session approver = People.person("guard-approver", "{\"roles\":[\"APPROVER\"]}");
        Object request = approver.request()
                .get(inbox + "?mine=true&kind=RUN")
                .then()
                .statusCode(200)
                .body("subject", equalTo(List.of(String.valueOf(second))))
                .extract()
                .path("[0].id");
        approver.request()
                .post(inbox + "/" + request + "/approve")
                .then()
                .statusCode(200)
                .body("state", equalTo("APPROVED"));
        assertThat(Runs.finish(books, second).path("state").asText()).isEqualTo("DONE");
        assertThat(grade(books, "K1")).isEqualTo("E");
    }

    @Test
    void theSameIdempotencyKeyIsTheSameRun() {
        Books books = graded(Books.inCny());
        String body = "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}";
        long first = Runs.ask(books, body, "k-1")
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
        long second = Runs.ask(books, body, "k-1")
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
        assertThat(second).isEqualTo(first);
        Runs.ask(books, "{\"asOf\":\"2025-12-30\"}", "k-1").statusCode(409);
        Runs.finish(books, first);
    }

    @Test
    void wrongRequestsAreToldWhatIsWrong() {
        Books books = Books.inCny();
        Runs.ask(books, "{\"filter\":{\"regoin\":\"EAST\"}}")
                .statusCode(400)
                .body("errors.pointer", equalTo(List.of("regoin")));
        Runs.ask(books, "{\"rulesetVersion\":\"none\"}").statusCode(400);
        Runs.ask(books, "{\"changedSince\":\"2025-01-01T00:00:00Z\"}").statusCode(400);
        Runs.ask(books, "{\"mode\":\"MAYBE\"}").statusCode(400);
        Runs.ask(books, "{\"asOf\":\"2025-02-30\"}").statusCode(400);
        Api.admin().get(books.path("reclassifications/1")).then().statusCode(404);
        Api.erp().get(books.path("reclassifications")).then().statusCode(403);
    }

    @Test
    void eventsTellTheProgressUntilTheEnd() {
        Books books = graded(Books.inCny());
        long id = Runs.start(books, "{\"asOf\":\"2025-12-31\"}");
        String events = Api.admin()
                .get(books.path("reclassifications/" + id + "/events"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(events).contains("data:").contains("\"state\":\"DONE\"");
    }

    @Test
    void runsAreListedNewestFirst() {
        Books books = graded(Books.inCny());
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-30\"}"));
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\"}"));
        Api.admin()
                .get(books.path("reclassifications?limit=1"))
                .then()
                .statusCode(200)
                .body("items.asOf", equalTo(List.of("2025-12-31")))
                .body("nextCursor", notNullValue());
        Api.admin()
                .get(books.path("reclassifications"))
                .then()
                .body("items.state", everyItem(equalTo("DONE")))
                .body("items", hasSize(2));
    }

    private static String grade(Books books, String code) {
        return books.get("customers/" + code + "/classification")
                .statusCode(200)
                .extract()
                .path("grade");
    }
}
