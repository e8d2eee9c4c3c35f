package dev.assay.portfolio;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The portfolio adds up what stands for customers, and lists them; imports and drafts can be tried without a trace. */
@ServiceTest
class PortfolioTest {

    private Books books;

    @BeforeEach
    void gradedCustomers() {
        books = Books.inCny();
        for (int i = 1; i <= 3; i++) {
            books.customer("C" + i);
            books.feed(invoice("I" + i, "C" + i, "2026-01-05", "2026-02-04", i + "000.00", null));
        }
        books.customer("NEW");
        for (int i = 1; i <= 3; i++) {
            books.adminPost("customers/C" + i + "/evaluations", "{\"asOf\":\"2026-03-31\"}")
                    .statusCode(201);
        }
    }

    private JsonNode get(String rest) {
        return Api.tree(Api.admin().get(books.path(rest)));
    }

    @Test
    void sumsAreThoseOfTheDecisionsThatStand() {
        JsonNode sums = get("portfolio");
        assertThat(sums.path("customers").asInt()).isEqualTo(4);
        assertThat(sums.path("latest").asText()).isEqualTo("2026-03-31");
        BigDecimal exposure = BigDecimal.ZERO;
        BigDecimal overdue = BigDecimal.ZERO;
        BigDecimal aged = BigDecimal.ZERO;
        for (JsonNode group : sums.path("groups")) {
            exposure = exposure.add(group.path("exposure").decimalValue());
            overdue = overdue.add(group.path("overdue").decimalValue());
            aged = aged.add(group.path("ageing").get(2).decimalValue());
        }
        assertThat(exposure).isEqualByComparingTo("6000");
        assertThat(overdue).isEqualByComparingTo("6000");
        assertThat(aged).as("55 days overdue").isEqualByComparingTo("6000");
        assertThat(get("portfolio?q=c2").path("customers").asInt()).isEqualTo(1);
    }

    @Test
    void theListIsFilteredSortedAndPaged() {
        JsonNode page = get("portfolio/customers?sort=-exposure&limit=2");
        assertThat(page.path("total").asInt()).isEqualTo(4);
        assertThat(page.path("items").findValuesAsText("code")).containsExactly("C3", "C2");
        assertThat(get("portfolio/customers?sort=-exposure&limit=2&offset=2")
                        .path("items")
                        .findValuesAsText("code"))
                .containsExactly("C1", "NEW");
        assertThat(get("portfolio/customers?grade=NONE").path("items").findValuesAsText("code"))
                .containsExactly("NEW");
        assertThat(get("portfolio/customers?overdue=false").path("items").findValuesAsText("code"))
                .containsExactly("NEW");
        assertThat(get("portfolio/customers?q=%25").path("total").asInt()).isZero();
        Api.admin()
                .get(books.path("portfolio/customers?sort=secret"))
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("use one of code,"));
        Api.admin()
                .get(books.path("portfolio/customers?colour=red"))
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("colour"));
    }

    @Test
    void aDryRunSaysWhatWouldComeOfABatchAndKeepsNothing() {
        JsonNode answer = Api.tree(Api.erp()
                .contentType("application/x-ndjson")
                .body((invoice("DRY", "C1", "2026-03-01", "2026-03-31", "5.00", null) + "\n"
                                + invoice("WRONG", "C1", "2026-02-30", "2026-03-31", "5.00", null))
                        .getBytes(StandardCharsets.UTF_8))
                .post(books.path("documents?dryRun=true")));
        assertThat(answer.path("accepted").asInt()).isEqualTo(1);
        assertThat(answer.path("rejected").asInt()).isEqualTo(1);
        books.get("documents/DRY").statusCode(404);
        JsonNode customers = Api.tree(Api.erp()
                .contentType("application/x-ndjson")
                .body("{\"code\":\"GHOST\",\"name\":\"Ghost\",\"type\":\"ENTERPRISE\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .post(books.path("customers/batch?dryRun=true")));
        assertThat(customers.path("created").asInt()).isEqualTo(1);
        books.get("customers/GHOST").statusCode(404);
    }

    @Test
    void aDraftDecidesAboutOneCustomerAndAboutAllWithoutBeingHandedIn() {
        books.adminPost("ruleset-drafts", "{\"name\":\"mine\",\"from\":\"active\"}")
                .statusCode(201);
        JsonNode stored = Api.body(
                books.adminPost("ruleset-drafts/mine/evaluations", "{\"customerCode\":\"C1\",\"asOf\":\"2026-03-31\"}")
                        .statusCode(200));
        JsonNode recorded = get("customers/C1/classification");
        assertThat(stored.path("decision").path("grade")).isEqualTo(recorded.path("grade"));
        assertThat(stored.path("decision").path("creditLimit")).isEqualTo(recorded.path("creditLimit"));
        assertThat(stored.path("fired").findValuesAsText("code")).isNotEmpty();
        assertThat(get("customers/C1/decisions").path("items")).hasSize(1);
        books.adminPost("ruleset-drafts/mine/evaluations", "{}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/customerCode"));
        Api.admin()
                .contentType("application/octet-stream")
                .body("rule \"broken\"".getBytes(StandardCharsets.UTF_8))
                .put(books.path("ruleset-drafts/mine/files/score/broken.drl"))
                .then()
                .statusCode(201);
        JsonNode broken = Api.body(books.adminPost("ruleset-drafts/mine/evaluations", "{\"customerCode\":\"C1\"}")
                .statusCode(200));
        assertThat(broken.path("decision").isMissingNode()).isTrue();
        assertThat(broken.path("problems").get(0).path("file").asText()).isEqualTo("score/broken.drl");
        books.adminPost("ruleset-drafts/mine/trial", "").statusCode(422);
        Api.admin().delete(books.path("ruleset-drafts/mine/files/score/broken.drl"));
    }

    @Test
    void aTrialOfADraftIsASimulatedRun() {
        books.adminPost("ruleset-drafts", "{\"name\":\"tried\",\"from\":\"active\"}")
                .statusCode(201);
        JsonNode trial = Api.body(Api.admin()
                .contentType(ContentType.JSON)
                .post(books.path("ruleset-drafts/tried/trial"))
                .then()
                .statusCode(202));
        JsonNode run = get("reclassifications/" + trial.path("runId").asText());
        assertThat(run.path("mode").asText()).isEqualTo("SIMULATE");
        assertThat(run.path("rulesetVersion")).isEqualTo(trial.path("version"));
    }
}
