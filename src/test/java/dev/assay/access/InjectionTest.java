package dev.assay.access;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts that are code elsewhere: every place that takes a text looks for it, stores it or shows it, and does nothing else. */
@ServiceTest
class InjectionTest {

    private static final List<String> SQL = List.of(
            "' or '1'='1",
            "'; drop table customer; --",
            "x' union select username, password_hash from app_user --",
            "\\'; select pg_sleep(30); --",
            "$1; delete from audit",
            "%' or true or name like '%");

    private Books books;

    @BeforeEach
    void aCustomer() {
        books = Books.inCny().customer("C1");
        books.feed(invoice("I1", "C1", "2026-01-05", "2026-02-04", "80000.00", null));
        books.post("customers/C1/evaluations", "{\"asOf\":\"2026-03-31\"}").statusCode(201);
    }

    @Test
    void noTextBecomesSql() {
        for (String text : SQL) {
            for (String parameter :
                    List.of("code", "name", "taxId", "industry", "region", "tag", "owner", "contact", "parentCode")) {
                Response found = Api.erp().queryParam(parameter, text).get(books.path("customers"));
                assertThat(found.statusCode()).as(parameter + " " + text).isIn(200, 400);
                assertThat(found.asString()).doesNotContain("\"username\":", "$2a$");
                if (!parameter.equals("name")) {
                    // a name is only looked for as alike
                    assertThat(found.asString()).doesNotContain("\"C1\"");
                }
            }
            for (String parameter : List.of("entity", "key", "changedBy", "requestId")) {
                int status = Api.admin()
                        .queryParam(parameter, text)
                        .get(books.path("audit"))
                        .statusCode();
                assertThat(status).as(parameter + " " + text).isIn(200, 400);
            }
            for (String path : List.of("holds", "credit-checks", "events", "change-requests", "documents")) {
                int status = Api.admin()
                        .queryParam("owner", text)
                        .queryParam("customer", text)
                        .queryParam("orderId", text)
                        .queryParam("type", text)
                        .get(books.path(path))
                        .statusCode();
                assertThat(status).as(path + " " + text).isIn(200, 400, 404);
            }
            assertThat(Api.erp()
                            .pathParam("text", text)
                            .get(books.path("customers/{text}"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Api.admin()
                            .pathParam("text", text)
                            .get("/api/v1/ledgers/{text}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Api.anonymous()
                            .auth()
                            .preemptive()
                            .basic(text, text)
                            .get("/api/v1/session")
                            .statusCode())
                    .isEqualTo(401);
        }
        books.get("customers/C1").statusCode(200).body("name", equalTo("Customer C1"));
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
    }

    @Test
    void noTextBecomesAFormulaOfASheet() {
        String formula = "=HYPERLINK(\\\"http://evil.example\\\";\\\"click\\\")";
        Api.erp()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"" + formula + "\"}")
                .put(books.path("customers/EVIL"))
                .then()
                .statusCode(201);
        long run = Runs.start(books, "{\"asOf\":\"2026-04-30\",\"mode\":\"SIMULATE\"}");
        Runs.finish(books, run);
        String csv = Api.admin()
                .get(books.path("reclassifications/" + run + "/changes.csv"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv).contains("'=HYPERLINK").doesNotContain(",=HYPERLINK").doesNotContain("\"=HYPERLINK");
    }
}
