package dev.assay.classification;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class ImprovementsTest {

    private Books books;
    private JsonPath decision;

    @BeforeEach
    void gradeACustomerWithAnOverdueInvoice() {
        books = Books.inCny()
                .customer("K1")
                .feed(
                        invoice("I1", "K1", "2026-01-01", "2026-01-31", "1000.00", "2026-01-20"),
                        invoice("I2", "K1", "2026-02-01", "2026-02-28", "2000.00", "2026-03-20"),
                        invoice("I3", "K1", "2026-03-01", "2026-03-31", "3000.00", "2026-03-25"),
                        invoice("I4", "K1", "2026-04-01", "2026-04-30", "4000.00", null));
        decision = books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    @Test
    void whatAHintSaysComesTrueWhenItIsEvaluated() throws Exception {
        JsonPath answer = books.get("decisions/" + decision.getLong("id") + "/improvements")
                .statusCode(200)
                .body("decisionId", equalTo(decision.getInt("id")))
                .body("rulesetVersion", equalTo(decision.getString("rulesetVersion")))
                .body("grade", equalTo(decision.getString("grade")))
                .extract()
                .jsonPath();
        List<Map<String, Object>> improvements = answer.getList("improvements");
        assertThat(improvements).isNotEmpty();
        for (Map<String, Object> improvement : improvements) {
            Map<String, Object> facts = new HashMap<>(decision.getMap("facts"));
            assertThat(facts.get(improvement.get("metric"))).isEqualTo(improvement.get("from"));
            facts.put(String.valueOf(improvement.get("metric")), improvement.get("to"));
            books.post("evaluations", new ObjectMapper().writeValueAsString(facts))
                    .statusCode(200)
                    .body("grade", equalTo(improvement.get("gradeAfter")))
                    .body("hold", equalTo(improvement.get("holdAfter")));
            assertThat(improvement.get("gradeBefore")).isEqualTo(decision.getString("grade"));
            assertThat(String.valueOf(improvement.get("gradeAfter"))).isLessThan(decision.getString("grade"));
        }
        assertThat(improvements)
                .extracting(improvement -> (Map<?, ?>) improvement.get("text"))
                .allSatisfy(text -> assertThat(text.get("zh")).asString().contains("等级由 "))
                .allSatisfy(text -> assertThat(text.get("en")).asString().contains(" instead of "));
    }

    @Test
    void noDataLeavesNothingToImproveByOneMetric() {
        books.customer("K2");
        int id = books.post("customers/K2/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("id");
        books.get("decisions/" + id + "/improvements").statusCode(200).body("improvements", empty());
    }

    @Test
    void anUnknownDecisionIsToldOff() {
        books.get("decisions/999999999/improvements").statusCode(404);
    }

    @Test
    void theDescriptionKnowsIt() {
        Api.erp()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/api/v1/ledgers/{ledger}/decisions/{id}/improvements"));
    }
}
