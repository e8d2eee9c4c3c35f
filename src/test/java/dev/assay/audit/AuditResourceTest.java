package dev.assay.audit;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who changed what, read over HTTP. */
@ServiceTest
class AuditResourceTest {

    private String ledger;

    @BeforeEach
    void openLedger() {
        ledger = ALedger.inCny().create();
    }

    @Test
    void aChangeIsToldWithWhoAndWhatBeforeAndAfter() {
        put("C1", null, "{\"name\": \"One\"}", 201);
        put("C1", "\"1\"", "{\"name\": \"Two\"}", 200);

        audit("?entity=customer&key=C1")
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items[0].before.name", equalTo("One"))
                .body("items[0].after.name", equalTo("Two"))
                .body("items[0].changedBy", not(nullValue()))
                .body("items[0].recordedAt", not(nullValue()))
                .body("items[1].before", nullValue())
                .body("items[1].after.name", equalTo("One"));
    }

    @Test
    void whatWasRefusedOrChangedNothingLeavesNoRecord() {
        put("C1", null, "{\"name\": \"One\"}", 201);
        put("C1", "\"1\"", "{\"name\": \"One\"}", 200);
        put("C1", "\"5\"", "{\"name\": \"Two\"}", 412);
        put("C1", "\"1\"", "{\"name\": \"Two\", \"parentCode\": \"NOBODY\"}", 422);

        audit("?entity=customer").body("items.size()", equalTo(1));
    }

    @Test
    void pagesGoBackToTheBeginning() {
        put("C1", null, "{\"name\": \"One\"}", 201);
        put("C2", null, "{\"name\": \"Two\"}", 201);
        put("C3", null, "{\"name\": \"Three\"}", 201);

        String next = audit("?entity=customer&limit=2")
                .body("items.key", contains("C3", "C2"))
                .extract()
                .path("nextCursor");
        audit("?entity=customer&limit=2&cursor=" + next)
                .body("items.key", contains("C1"))
                .body("nextCursor", nullValue());
    }

    @Test
    void anotherLedgersChangesAreNotShown() {
        put("C1", null, "{\"name\": \"One\"}", 201);
        String other = ALedger.inCny().create();

        Api.admin()
                .get("/api/v1/ledgers/" + other + "/audit?entity=customer")
                .then()
                .body("items", empty());
        audit("").body("items.entity", everyItem(not(nullValue())));
    }

    @Test
    void badQuestionsAreRefused() {
        audit("?limit=0").statusCode(400);
        audit("?cursor=x").statusCode(400);
        Api.admin().urlEncodingEnabled(false).get(path() + "?key=%00").then().statusCode(400);
    }

    @Test
    void theErpMayNotRead() {
        Api.erp().get(path()).then().statusCode(403);
    }

    private void put(String code, String ifMatch, String body, int status) {
        var request = Api.erp().contentType(ContentType.JSON).body(body);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        request.put("/api/v1/ledgers/" + ledger + "/customers/" + code).then().statusCode(status);
    }

    private ValidatableResponse audit(String query) {
        return Api.admin().get(path() + query).then();
    }

    private String path() {
        return "/api/v1/ledgers/" + ledger + "/audit";
    }
}
