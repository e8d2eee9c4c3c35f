package dev.assay.reclassification.schedule;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@ServiceTest
class ScheduleTest {

    @Test
    void aScheduleTellsItsNextRunsInTheLedgersTimeZone() {
        Books books = Books.inCny();
        put(books, "monthly", "{\"cron\":\"0 0 2 1 * ?\"}")
                .statusCode(201)
                .body("timeZone", equalTo("Asia/Shanghai"))
                .body("mode", equalTo("APPLY"))
                .body("nextRuns", hasSize(5))
                .body("nextRuns[0]", containsString("T18:00:00Z"));
        put(books, "monthly", "{\"cron\":\"0 0 2 1 * ?\",\"enabled\":false}")
                .statusCode(200)
                .body("nextRuns", empty());
        Api.admin()
                .get(books.path("reclassification-schedules"))
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("monthly")));
        Api.admin()
                .delete(books.path("reclassification-schedules/monthly"))
                .then()
                .statusCode(204);
        Api.admin()
                .delete(books.path("reclassification-schedules/monthly"))
                .then()
                .statusCode(404);
        Api.admin().get(books.path("reclassification-schedules")).then().body("", empty());
    }

    @Test
    void aScheduleWhoseTimeIsOverIsKeptAndDoesNothing() {
        Books books = Books.inCny();
        put(books, "past", "{\"cron\":\"0 0 2 1 1 ? 2020\"}").statusCode(201).body("nextRuns", empty());
        Api.admin().get(books.path("reclassifications")).then().body("items", empty());
    }

    @Test
    void whenItsTimeComesARunBegins() {
        Books books = Books.inCny().customer("K1");
        put(books, "often", "{\"cron\":\"0/1 * * * * ?\",\"mode\":\"SIMULATE\"}")
                .statusCode(201);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> Api.admin()
                        .get(books.path("reclassifications?limit=1"))
                        .then()
                        .body("items[0].requestedBy", equalTo("schedule often"))
                        .body("items[0].mode", equalTo("SIMULATE")));
        Api.admin()
                .delete(books.path("reclassification-schedules/often"))
                .then()
                .statusCode(204);
    }

    @Test
    void whatIsNoScheduleIsToldWhatIsWrong() {
        Books books = Books.inCny();
        put(books, "x", "{\"cron\":\"0 0 2 1 *\"}").statusCode(422).body("errors[0].pointer", equalTo("/cron"));
        put(books, "x", "{}").statusCode(422);
        put(books, "x y", "{\"cron\":\"0 0 2 1 * ?\"}").statusCode(422);
        put(books, "x", "{\"cron\":\"0 0 2 1 * ?\",\"filter\":{\"regoin\":\"E\"}}")
                .statusCode(400);
        put(books, "x", "{\"cron\":\"0 0 2 1 * ?\",\"zone\":\"UTC\"}").statusCode(400);
    }

    private static ValidatableResponse put(Books books, String name, String body) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .put(books.path("reclassification-schedules/" + name))
                .then();
    }
}
