package dev.assay.approval;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import dev.assay.platform.RecurringJob;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;

/** Requests that nobody answered in time. */
@ServiceTest
class ExpireRequestsTest {

    @Inject
    Scheduler quartz;

    @Inject
    DataSource database;

    @Test
    void whatWaitedForAnAnswerEndsWithItsDeadline() throws Exception {
        Books books = new Books(
                ALedger.inCny().with("protectedFields", List.of("BANK_ACCOUNT")).create());
        books.customer("C1");
        books.post(
                        "customers/C1/bank-accounts",
                        "{\"bank\":\"工商银行\",\"holder\":\"One\",\"number\":\"6222021234567890123\"}")
                .statusCode(201)
                .body("waiting", equalTo(true));
        int request = Api.admin()
                .get(books.path("change-requests?state=PENDING"))
                .then()
                .extract()
                .path("[0].id");
        books.alter(database, "update change_request set deadline = now() - interval '1 hour' where id = ?", request);
        Api.admin().get(books.path("change-requests?state=EXPIRED")).then().body("id", contains(request));
        books.adminPost("change-requests/" + request + "/approve", "{}").statusCode(409);

        quartz.triggerJob(RecurringJob.key(ExpireRequests.NAME));
        await().untilAsserted(() -> books.get("customers/C1/bank-accounts").body("[0].removedBy", equalTo("deadline")));
        Api.admin().get(books.path("change-requests/" + request)).then().body("state", equalTo("EXPIRED"));
        Api.admin().get(books.path("change-requests?state=EXPIRED")).then().body("id", contains(request));
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
    }
}
