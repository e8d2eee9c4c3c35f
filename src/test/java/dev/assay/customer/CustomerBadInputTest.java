package dev.assay.customer;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it gets the place, the value and the fix, and nothing is stored. */
@ServiceTest
class CustomerBadInputTest {

    private String ledger;

    @BeforeEach
    void openLedger() {
        ledger = ALedger.inCny()
                .with(
                        "attributeDefinitions",
                        List.of(
                                Map.of("key", "channel", "type", "CHOICE", "options", List.of("DIRECT", "DEALER")),
                                Map.of("key", "since", "type", "DATE", "options", List.of()),
                                Map.of("key", "discount", "type", "NUMBER", "options", List.of()),
                                Map.of("key", "note", "type", "TEXT", "options", List.of())))
                .create();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": 5} | /name | the number 5, not a text",
                "{\"name\": true} | /name | not a text",
                "{\"name\": \"n\", \"tags\": \"vip\"} | /tags | not a list",
                "{\"name\": \"n\", \"tags\": [1]} | /tags/0 | not a text",
                "{\"name\": \"n\", \"attributes\": []} | /attributes | not an object",
                "{\"name\": \"n\", \"contacts\": [\"x\"]} | /contacts/0 | not an object",
                "{\"name\": \"n\", \"type\": \"COMPANY\"} | /type | ENTERPRISE, INDIVIDUAL",
                "{\"name\": \"n\", \"status\": \"DELETED\"} | /status | ACTIVE, INACTIVE, ARCHIVED",
                "{\"name\": \"n\", \"taxid\": \"1\"} | /taxid | did you mean \"taxId\"",
                "{\"name\": \"n\", \"id\": 7} | /id | unknown field",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"mail\": \"x\"}]} | /contacts/0/mail | did you mean \"email\"",
                "[] | '' | not an object",
                "7 | '' | not an object",
            })
    void theWrongShapeIsABadRequest(String body, String pointer, String message) {
        refused(put("C1", body), 400, pointer.equals("''") ? "" : pointer, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /name | is missing",
                "{\"name\": \"  \"} | /name | is missing",
                "{\"name\": \"a\\u0000b\"} | /name | U+0000 at position 2",
                "{\"name\": \"a\\u001bb\"} | /name | U+001B",
                "{\"name\": \"a\\nb\"} | /name | U+000A",
                "{\"name\": \"a\\ud800b\"} | /name | U+D800",
                "{\"name\": \"n\", \"code\": \"OTHER\"} | /code | not the code of the address",
                "{\"name\": \"n\", \"parentCode\": \"123456789012345678901\"} | /parentCode | is 21 characters long",
                "{\"name\": \"n\", \"parentCode\": \"a b\"} | /parentCode | pattern",
                "{\"name\": \"n\", \"taxId\": \"91350100M000100Y44\"} | /taxId | is 4, expected 3",
                "{\"name\": \"n\", \"taxId\": \"91350100M0O0100Y43\"} | /taxId | don't occur in one",
                "{\"name\": \"n\", \"taxId\": \"11010519491231002X\"} | /taxId | expected",
                "{\"name\": \"n\", \"type\": \"INDIVIDUAL\", \"taxId\": \"110105194912310021\"} | /taxId | would be X",
                "{\"name\": \"n\", \"tags\": [\"\"]} | /tags/0 | blank",
                "{\"name\": \"n\", \"attributes\": {\"chanel\": \"DIRECT\"}} | /attributes/chanel | did you mean \"channel\"",
                "{\"name\": \"n\", \"attributes\": {\"a/b\": 1}} | /attributes/a~1b | no custom field",
                "{\"name\": \"n\", \"attributes\": {\"channel\": \"Direct\"}} | /attributes/channel | did you mean \"DIRECT\"",
                "{\"name\": \"n\", \"attributes\": {\"since\": \"2012-02-30\"}} | /attributes/since | not a calendar date",
                "{\"name\": \"n\", \"attributes\": {\"since\": 20120101}} | /attributes/since | not a date",
                "{\"name\": \"n\", \"attributes\": {\"discount\": \"5\"}} | /attributes/discount | not a number",
                "{\"name\": \"n\", \"attributes\": {\"discount\": 1e99999}} | /attributes/discount | out of range",
                "{\"name\": \"n\", \"attributes\": {\"discount\": 0.00000000001}} | /attributes/discount | out of range",
                "{\"name\": \"n\", \"attributes\": {\"note\": 5}} | /attributes/note | not a text",
                "{\"name\": \"n\", \"contacts\": [{}]} | /contacts/0/name | is missing",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"email\": \"a@b\"}]} | /contacts/0/email | name@example.com",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"email\": \"a b@c.cn\"}]} | /contacts/0/email | name@example.com",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"email\": \"a@c..cn\"}]} | /contacts/0/email | name@example.com",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"phone\": \"none\"}]} | /contacts/0/phone | phone number",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"phone\": \"12\"}]} | /contacts/0/phone | phone number",
                "{\"name\": \"n\", \"contacts\": [{\"name\": \"p\", \"code\": \"1\"}, {\"name\": \"q\", \"code\": \"1\"}]} | /contacts/1/code | another contact",
            })
    void whatBreaksARuleIsRefused(String body, String pointer, String message) {
        refused(put("C1", body), 422, pointer, message);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        put("C1", "{\"name\": 1, \"taxId\": \"91350100M000100Y44\", \"tags\": [\"a\", 2], \"colour\": \"red\"}")
                .statusCode(400)
                .body("errors.pointer", contains("/colour", "/name", "/taxId", "/tags/1"));
    }

    @Test
    void overlongValuesAreRefused() {
        put("C1", "{\"name\": \"" + "华".repeat(201) + "\"}")
                .statusCode(422)
                .body("errors[0].message", containsString("201 characters long; at most 200"));
        put("C2", "{\"name\": \"" + "华".repeat(200) + "\"}").statusCode(201);
        put("C1", "{\"name\": \"n\", \"owner\": \"" + "x".repeat(101) + "\"}").statusCode(422);
        put("C1", "{\"name\": \"n\", \"tags\": [" + "\"a\",".repeat(100) + "\"b\"]}")
                .statusCode(422);
        put("C1", "{\"name\": \"" + "x".repeat(2_000_000) + "\"}").statusCode(413);
        put("C1", "{\"name\": \"n\", \"attributes\": " + "[".repeat(5000) + "]".repeat(5000) + "}")
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"name\": \"n\"",
                "{\"name\": \"n\"} x",
                "{'name': 'n'}",
                "{\"name\": \"a\", \"name\": \"b\"}"
            })
    void whatIsNoJsonIsABadRequest(String body) {
        put("C1", body).statusCode(400);
    }

    @Test
    void whatIsNotUtf8IsABadRequest() {
        raw("{\"name\": \"华为\"}".getBytes(Charset.forName("GBK")))
                .statusCode(400)
                .body("type", containsString("invalid-encoding"))
                .body("detail", containsString("Byte 11"));
        raw("{\"name\": \"华为\"}".getBytes(StandardCharsets.UTF_16)).statusCode(400);
        raw(new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'})
                .statusCode(400); // an overlong NUL
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678901", "a%20b", "%00", "a%0Ab", "-x", "%E5%8D%8E"})
    void codesOutsideThePatternAreRefused(String code) {
        Api.erp()
                .urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body("{\"name\": \"n\"}")
                .put("/api/v1/ledgers/" + ledger + "/customers/" + code)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("code"));
        Api.erp()
                .urlEncodingEnabled(false)
                .get("/api/v1/ledgers/" + ledger + "/customers/" + code)
                .then()
                .statusCode(404);
    }

    @Test
    void aPatternMayAllowOtherLetters() {
        String chinese = ALedger.inCny()
                .with("customerCode", Map.of("pattern", "[\\p{IsHan}0-9]{2,20}", "prefix", "客户", "digits", 4))
                .create();
        Api.erp()
                .contentType(ContentType.JSON)
                .body("{\"name\": \"n\"}")
                .post("/api/v1/ledgers/" + chinese + "/customers")
                .then()
                .statusCode(201)
                .body("code", equalTo("客户0001"));
        Api.erp().get("/api/v1/ledgers/" + chinese + "/customers/客户0001").then().statusCode(200);
    }

    @Test
    void theWrongMediaTypeAndUnknownLedgersAreProblems() {
        Api.erp().contentType("text/plain").body("x").put(path("C1")).then().statusCode(415);
        Api.erp()
                .contentType("text/csv")
                .body("x".getBytes(StandardCharsets.UTF_8))
                .post(path("batch"))
                .then()
                .statusCode(415);
        Api.erp()
                .get("/api/v1/ledgers/NOWHERE/customers/C1")
                .then()
                .statusCode(404)
                .body("type", containsString("ledger-not-found"));
        Api.anonymous().get(path("C1")).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "regoin=x, regoin, did you mean \"\"region\"\"",
        "limit=0, limit, between 1 and 500",
        "limit=501, limit, between 1 and 500",
        "limit=many, limit, between 1 and 500",
        "cursor=x, cursor, nextCursor",
        "cursor=!!, cursor, nextCursor",
        "status=GONE, status, ARCHIVED",
        "type=X, type, ENTERPRISE",
        "owner=, owner, empty",
        "owner=%00, owner, U+0000",
        "owner=a&owner=b, owner, once",
        "name=!!!, name, no letter",
        "attribute.colour=red, attribute.colour, no custom field",
        "attribute.since=2012-02-30, attribute.since, no value",
        "attribute.discount=1e9, attribute.discount, no value",
    })
    void badSearchesAreRefused(String query, String parameter, String message) {
        Api.erp()
                .urlEncodingEnabled(false)
                .get("/api/v1/ledgers/" + ledger + "/customers?" + query)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(parameter))
                .body("errors[0].message", containsString(message.replace("\"\"", "\"")));
    }

    private void refused(ValidatableResponse answer, int status, String pointer, String message) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItems(pointer))
                .body("errors.find { it.pointer == '" + pointer + "' }.message", containsString(message))
                .body("detail", not(containsString("Exception")));
        Api.erp().get(path("C1")).then().statusCode(404);
    }

    private ValidatableResponse put(String code, String body) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .body(body)
                .put(path(code))
                .then();
    }

    private ValidatableResponse raw(byte[] body) {
        return Api.erp()
                .contentType("application/json")
                .body(body)
                .put(path("C1"))
                .then();
    }

    private String path(String code) {
        return "/api/v1/ledgers/" + ledger + "/customers/" + code;
    }
}
