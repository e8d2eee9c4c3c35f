package dev.assay.reclassification.due;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import dev.assay.platform.RecurringJob;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;

/** What is due, for the one who asks. */
@ServiceTest
class DueResourceTest {

    @Inject
    Scheduler quartz;

    @Test
    void reviewsOverridesAndRequestsAreToldToWhomTheyConcern() {
        Books books = Books.inCny().customer("C1").customer("C2");
        books.feed("""
                {"id":"I-1","kind":"INVOICE","customerCode":"C1","date":"2026-01-10","dueDate":"2026-02-10","amount":900.00,\
                "currency":"CNY"}""");
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        books.adminPost("customers/C1/evaluations", "{\"asOf\":\"2026-01-31\"}").statusCode(201);
        books.adminPost("customers/C2/evaluations", "{\"asOf\":\"" + today + "\"}")
                .statusCode(201);
        People.Session controller = People.person("due-controller", "{\"roles\":[\"CONTROLLER\"]}");
        People.Session approver = People.person("due-approver", "{\"roles\":[\"APPROVER\"],\"approvalLimit\":10}");
        Number request = ask(books, controller, "C1", "HOLD", "true", today.plusDays(3));
        ask(books, controller, "C2", "LIMIT", "{\"type\":\"AMOUNT\",\"amount\":500}", today.plusDays(3));

        approver.request()
                .get(books.path("due"))
                .then()
                .statusCode(200)
                .body("reviewsDue", equalTo(1))
                .body("reviews[0].customerCode", equalTo("C1"))
                .body("requests.size()", equalTo(1))
                .body("requests", hasItem(request))
                .body("overridesExpiring", empty())
                .body("feed.quietDays", equalTo(0));
        controller.request().get(books.path("due")).then().body("requests", empty());
        approver.request()
                .get(books.path("inbox"))
                .then()
                .statusCode(200)
                .body("id", equalTo(List.of(request)))
                .body("[0].kind", equalTo("OVERRIDE"))
                .body("[0].customerCode", equalTo("C1"))
                .body("[0].summary.zh", containsString("C1"))
                .body("[0].link", equalTo(books.path("change-requests/" + request)));
        approver.request()
                .body("{}")
                .post(books.path("change-requests/" + request + "/approve"))
                .then()
                .statusCode(200);
        controller
                .request()
                .get(books.path("due?days=5"))
                .then()
                .body("overridesExpiring.size()", equalTo(1))
                .body("overridesExpiring[0].customerCode", equalTo("C1"))
                .body("overridesExpiring[0].field", equalTo("HOLD"));
        controller.request().get(books.path("due?days=1")).then().body("overridesExpiring", empty());
        controller.request().get(books.path("due?days=1000")).then().statusCode(400);
        Api.admin().get(Books.inCny().path("due")).then().statusCode(200).body("reviewsDue", equalTo(0));
    }

    private static Number ask(
            Books books, People.Session who, String code, String field, String value, LocalDate until) {
        return who.request()
                .body("""
                        {"field":"%s","value":%s,"reason":"r","evidence":"e","expiresOn":"%s"}""".formatted(field, value, until))
                .post(books.path("customers/" + code + "/overrides"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void theDayBeginsWithAnEventThatTellsWhatWaits() throws Exception {
        Books books = Books.inCny().customer("C1");
        books.post("customers/C1/evaluations", "{\"asOf\":\"2020-01-01\"}").statusCode(201);
        quartz.triggerJob(RecurringJob.key(NightlyDigest.NAME));
        await().untilAsserted(() -> Api.erp()
                .get(books.path("events?type=dev.assay.digest"))
                .then()
                .statusCode(200)
                .body("items[0].data.reviewsDue", equalTo(1), "items[0].data.holds", equalTo(0)));
    }
}
