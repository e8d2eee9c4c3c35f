package dev.assay.ledger;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class LedgerResourceTest {

    @Test
    void createdLedgerIsReadBackWithItsDefaults() {
        String code = ALedger.inCny().create();
        Api.erp()
                .get("/api/v1/ledgers/" + code)
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("baseCurrency", equalTo("CNY"))
                .body("orderHorizonDays", equalTo(90))
                .body("customerCode.prefix", equalTo("C"))
                .body("duplicatePolicy", equalTo("WARN"));
        Api.erp().get("/api/v1/ledgers").then().statusCode(200).body("code", hasItem(code));
    }

    @Test
    void changeNeedsTheVersionItIsBasedOn() {
        String code = ALedger.inCny().create();
        String body = "{\"name\":\"二号账套\",\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}";
        put(code, body, null).statusCode(428).body("type", equalTo("urn:assay:problem:version-required"));
        put(code, body, "\"0\"").statusCode(200).header("ETag", "\"1\"").body("name", equalTo("二号账套"));
        put(code, body, "\"0\"").statusCode(412).body("detail", containsString("version 1"));
        put(code, body, "nonsense").statusCode(400);
    }

    @Test
    void baseCurrencyOfALedgerStays() {
        String code = ALedger.inCny().create();
        put(code, "{\"name\":\"x\",\"baseCurrency\":\"EUR\",\"timeZone\":\"UTC\"}", "0")
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/baseCurrency"));
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        put("bad", "{\"baseCurrency\":\"XXX\",\"timeZone\":\"Mars/Olympus\",\"orderHorizonDays\":-1}", null)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors", hasSize(4))
                .body("errors.pointer", hasItem("/timeZone"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"nom\":1} | 400 | /nom",
                "{\"orderHorizonDays\":\"ten\"} | 400 | /orderHorizonDays",
                "{\"orderHorizonDays\":1.5} | 400 | /orderHorizonDays",
                "{\"name\":5} | 400 | /name",
                "{\"duplicatePolicy\":\"MAYBE\"} | 400 | REFUSE, WARN",
                "{\"name\":\"a\",\"name\":\"b\"} | 400 | Duplicate",
                "{\"name\": | 400 | column",
                "[] | 400 | object",
            })
    void malformedBodyIsAProblemWithItsPlace(String body, int status, String told) {
        put("bad", body, null)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(told));
    }

    @Test
    void unknownLedgerIsToldByName() {
        Api.erp()
                .get("/api/v1/ledgers/nowhere")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:assay:problem:ledger-not-found"))
                .body("detail", containsString("nowhere"));
    }

    @Test
    void callersWithoutCredentialsOrRightsAreRefused() {
        Api.anonymous().get("/api/v1/ledgers").then().statusCode(401).contentType("application/problem+json");
        Api.anonymous()
                .header("X-API-Key", "wrong")
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401);
        Api.anonymous()
                .auth()
                .preemptive()
                .basic("admin", "wrong")
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        Api.erp()
                .contentType(ContentType.JSON)
                .body("{}")
                .put("/api/v1/ledgers/x")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void unknownPathAndMethodAreProblems() {
        Api.erp().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        Api.admin().delete("/api/v1/ledgers/x").then().statusCode(405).contentType("application/problem+json");
    }

    private static ValidatableResponse put(String code, String body, String ifMatch) {
        var request = Api.admin().contentType(ContentType.JSON).body(body);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .put("/api/v1/ledgers/" + code)
                .then();
    }
}
