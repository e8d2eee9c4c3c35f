package dev.assay.customer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of customers over HTTP. */
@ServiceTest
class CustomerBatchTest {

    private static final String NDJSON = "application/x-ndjson";

    private String ledger;

    @BeforeEach
    void openLedger() {
        ledger = ALedger.inCny().create();
    }

    @Test
    void linesAndArraysAreTheSame() {
        lines("{\"code\": \"A\", \"name\": \"One\"}", "", "{\"code\": \"B\", \"name\": \"Two\"}")
                .statusCode(200)
                .body("created", equalTo(2))
                .body("errors", empty())
                .body("warnings", empty());
        array(
                        "[{\"code\": \"A\", \"name\": \"One\"}, {\"code\": \"B\", \"name\": \"Zwei\"}, {\"code\": \"C\", \"name\": \"Three\"}]")
                .statusCode(200)
                .body("created", equalTo(1))
                .body("updated", equalTo(1))
                .body("unchanged", equalTo(1))
                .body("rejected", equalTo(0));
        customer("B").body("name", equalTo("Zwei")).body("version", equalTo(2));
        customer("A").body("version", equalTo(1));
        array("[]").statusCode(200).body("created", equalTo(0));
    }

    @Test
    void aBadLineIsNamedAndTheOthersAreStored() {
        lines(
                        "{\"code\": \"A\", \"name\": \"One\"}",
                        "{\"code\": \"B\", \"name\": \"Two\", \"taxId\": \"91350100M000100Y44\", \"regoin\": \"x\"}",
                        "{\"code\": \"123456789012345678901\", \"name\": \"Long\"}",
                        "{\"code\": \"C\"",
                        "[1, 2]",
                        "{\"code\": \"D\", \"name\": \"a\\u0000b\"}",
                        "{\"code\": \"E\", \"name\": 5}",
                        "{\"code\": \"F\", \"name\": \"Last\"}")
                .statusCode(200)
                .body("created", equalTo(2))
                .body("rejected", equalTo(6))
                .body("errors.line", contains(2, 2, 3, 4, 5, 6, 7))
                .body("errors[0].code", equalTo("B"))
                .body("errors[0].pointer", equalTo("/regoin"))
                .body("errors[0].message", containsString("did you mean \"region\""))
                .body("errors[1].pointer", equalTo("/taxId"))
                .body("errors[1].message", containsString("expected 3"))
                .body("errors[2].pointer", equalTo("/code"))
                .body("errors[2].message", containsString("21 characters"))
                .body("errors[3].message", containsString("column"))
                .body("errors[5].message", containsString("U+0000"));
        customer("F").statusCode(200);
        customer("B").statusCode(404);
    }

    @Test
    void aParentMayComeInTheSameBatchInAnyOrder() {
        lines(
                        "{\"code\": \"LOW\", \"name\": \"Low\", \"parentCode\": \"MID\"}",
                        "{\"code\": \"MID\", \"name\": \"Mid\", \"parentCode\": \"TOP\"}",
                        "{\"code\": \"TOP\", \"name\": \"Top\"}")
                .body("created", equalTo(3));
        customer("LOW").body("parentCode", equalTo("MID"));
        customer("TOP").body("parentCode", nullValue());
    }

    @Test
    void aLineFallsWithTheParentThatItWaitsFor() {
        lines(
                        "{\"code\": \"LOW\", \"name\": \"Low\", \"parentCode\": \"MID\"}",
                        "{\"code\": \"MID\", \"name\": \"Mid\", \"parentCode\": \"TOP\"}",
                        "{\"code\": \"TOP\", \"name\": \"Top\", \"parentCode\": \"NOBODY\"}",
                        "{\"code\": \"FREE\", \"name\": \"Free\"}")
                .body("created", equalTo(1))
                .body("rejected", equalTo(3))
                .body("errors.code", contains("LOW", "MID", "TOP"))
                .body("errors.pointer", contains("/parentCode", "/parentCode", "/parentCode"))
                .body("errors[2].message", containsString("NOBODY"));
    }

    @Test
    void theLineThatWouldCloseARingIsRejected() {
        lines("{\"code\": \"A\", \"name\": \"A\"}", "{\"code\": \"B\", \"name\": \"B\", \"parentCode\": \"A\"}");

        lines(
                        "{\"code\": \"A\", \"name\": \"A\", \"parentCode\": \"C\"}",
                        "{\"code\": \"C\", \"name\": \"C\", \"parentCode\": \"B\"}",
                        "{\"code\": \"S\", \"name\": \"S\", \"parentCode\": \"S\"}")
                .body("errors.code", contains("A", "C", "S"))
                .body("errors[0].message", containsString("rejected in line 2"))
                .body("errors[1].message", containsString("B → A → C"));
        customer("A").body("parentCode", nullValue());
    }

    @Test
    void aCodeTwiceIsStoredOnceIfBothLinesSayTheSame() {
        lines(
                        "{\"code\": \"A\", \"name\": \"One\"}",
                        "{\"name\": \"One\", \"code\": \" A \"}",
                        "{\"code\": \"A\", \"name\": \"Other\"}")
                .body("created", equalTo(1))
                .body("unchanged", equalTo(1))
                .body("errors.line", contains(3))
                .body("errors[0].message", containsString("line 1"));
        customer("A").body("name", equalTo("One"));
    }

    @Test
    void linesWithoutCodeAreNumberedAroundThoseThatHaveOne() {
        lines("{\"name\": \"One\"}", "{\"code\": \"C000002\", \"name\": \"Two\"}", "{\"name\": \"Three\"}")
                .body("created", equalTo(3));

        customer("C000001").body("name", equalTo("One"));
        customer("C000003").body("name", equalTo("Three"));
    }

    @Test
    void duplicatesAreRefusedLineByLine() {
        ledger = ALedger.inCny().with("duplicatePolicy", "REFUSE").create();
        lines("{\"code\": \"A\", \"name\": \"Acme\"}", "{\"code\": \"B\", \"name\": \"ACME\"}")
                .body("created", equalTo(1))
                .body("errors.line", contains(2))
                .body("errors[0].pointer", equalTo("/name"));
        // The name is free again once its holder has another one.
        lines("{\"code\": \"A\", \"name\": \"Ajax\"}", "{\"code\": \"B\", \"name\": \"Acme\"}")
                .body("updated", equalTo(1))
                .body("created", equalTo(1));
        lines("{\"code\": \"C\", \"name\": \"Ajax\"}").body("rejected", equalTo(1));
    }

    @Test
    void duplicatesAreWarnedOfWhereTheLedgerOnlyWarns() {
        lines("{\"code\": \"A\", \"name\": \"Acme\"}", "{\"code\": \"B\", \"name\": \"ACME\"}")
                .body("created", equalTo(2))
                .body("warnings.line", contains(2));
    }

    @Test
    void aBrokenArrayStoresNothing() {
        array("[{\"code\": \"A\", \"name\": \"One\"}, {\"code\": \"B\", \"na")
                .statusCode(400)
                .body("type", containsString("truncated-body"));
        array("[{\"code\": \"A\", \"name\": \"One\"}, oops]")
                .statusCode(400)
                .body("type", containsString("malformed-json"));
        array("[{\"code\": \"A\", \"name\": \"One\"}] []").statusCode(400);
        array("{\"code\": \"A\", \"name\": \"One\"}").statusCode(400).body("detail", containsString("x-ndjson"));
        array("").statusCode(400);
        array("[{\"code\": \"A\", \"name\": \"One\", \"code\": \"B\"}]")
                .statusCode(400)
                .body("detail", containsString("code"));
        Api.erp()
                .contentType("application/json")
                .body("[{\"code\": \"A\", \"name\": \"华为\"}]".getBytes(Charset.forName("GBK")))
                .post(path("/batch"))
                .then()
                .statusCode(400)
                .body("type", containsString("invalid-encoding"));
        customer("A").statusCode(404);
    }

    @Test
    void aTruncatedLastLineIsRejected() {
        raw("{\"code\": \"A\", \"name\": \"One\"}\n{\"code\": \"B\", \"na".getBytes(StandardCharsets.UTF_8))
                .statusCode(200)
                .body("created", equalTo(1))
                .body("errors.line", contains(2))
                .body("errors[0].message", containsString("ends in its middle"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
    void aConnectionThatEndsBeforeItsBodyStoresNothing(String length) throws Exception {
        String line = "{\"code\": \"A\", \"name\": \"One\"}\n";
        String body = length.startsWith("Content") ? line : Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        String head = "POST " + path("/batch") + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + Api.ERP_KEY
                + "\r\nContent-Type: " + NDJSON + "\r\n" + length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).doesNotStartWith("HTTP/1.1 200");
        }
        // Writers of a ledger wait for each other, so what the broken batch did would be seen by now.
        lines("{\"code\": \"B\", \"name\": \"Two\"}").body("created", equalTo(1));
        customer("A").statusCode(404);
    }

    @Test
    void aLineThatIsNotUtf8IsRejectedWithThePlace() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"code\": \"A\", \"name\": \"".getBytes(StandardCharsets.UTF_8));
        body.writeBytes("华为".getBytes(Charset.forName("GBK")));
        body.writeBytes("\"}\n{\"code\": \"B\", \"name\": \"Two\"}\n".getBytes(StandardCharsets.UTF_8));

        raw(body.toByteArray())
                .body("created", equalTo(1))
                .body("errors.line", contains(1))
                .body("errors[0].message", containsString("Byte 24 is not valid UTF-8"));
    }

    @Test
    void aHugeLineIsPassedOver() {
        byte[] body = new byte[100_000_000];
        java.util.Arrays.fill(body, (byte) 'x');
        byte[] next = "\n{\"code\": \"B\", \"name\": \"Two\"}\n".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(next, 0, body, body.length - next.length, next.length);

        raw(body).statusCode(200).body("created", equalTo(1)).body("errors[0].message", containsString("longer than"));
        Api.erp()
                .contentType("application/json")
                .body("[{\"code\": \"A\", \"name\": \"" + "x".repeat(3_000_000) + "\"}]")
                .post(path("/batch"))
                .then()
                .statusCode(413);
    }

    @Test
    void tooManyRejectedLinesRefuseTheBatch() {
        String body = "{\"code\": \"A\", \"name\": \"One\"}\n" + "{}\n".repeat(RejectedLines.MAX + 1);

        raw(body.getBytes(StandardCharsets.UTF_8)).statusCode(422).body("errors.size()", equalTo(100));
        customer("A").statusCode(404);
    }

    @Test
    void tooManyLinesRefuseTheBatch() {
        String body = IntStream.rangeClosed(0, LoadCustomers.LINES_MAX)
                .mapToObj(i -> "{\"code\":\"" + i + "\",\"name\":\"n\"}\n")
                .collect(Collectors.joining());

        raw(body.getBytes(StandardCharsets.UTF_8)).statusCode(413).body("detail", containsString("200000"));
        customer("1").statusCode(404);
    }

    @Test
    void aRepeatedBatchWithOneKeyIsAnsweredTheSame() {
        String body = "{\"name\": \"One\"}\n{\"name\": \"Two\"}\n";
        String first = keyed("load-1", body).statusCode(200).extract().asString();
        String second = keyed("load-1", body).statusCode(200).extract().asString();

        assertThat(second).isEqualTo(first);
        keyed("load-1", body + body).statusCode(409);
        Api.erp().get(path("")).then().body("items.code", contains("C000001", "C000002"));
    }

    @Test
    void versionsAndAuditTellWhatABatchChanged() {
        lines("{\"code\": \"A\", \"name\": \"One\"}");
        lines("{\"code\": \"A\", \"name\": \"Two\"}");

        Api.erp().get(path("/A/versions")).then().body("items.data.name", contains("Two", "One"));
        Api.admin()
                .get("/api/v1/ledgers/" + ledger + "/audit?entity=customer&key=A")
                .then()
                .body("items[0].before.name", equalTo("One"))
                .body("items[1].before", nullValue())
                .body("items.after.name", contains("Two", "One"));
    }

    /** The same changes as batches into one ledger and one by one into another: the ledgers end the same. */
    @Test
    void aBatchEndsLikeTheSameCustomersOneByOne() {
        String twin = ALedger.inCny().with("duplicatePolicy", "REFUSE").create();
        ledger = ALedger.inCny().with("duplicatePolicy", "REFUSE").create();
        Random random = new Random(20261122);
        for (int round = 0; round < 6; round++) {
            List<String> batch = new ArrayList<>();
            int rejected = 0;
            for (int i = 0; i < 40; i++) {
                String code = "K" + (round * 40 + i) % 90;
                String body = randomCustomer(random, code, round);
                batch.add(body);
                rejected += putOneByOne(twin, code, body) >= 400 ? 1 : 0;
            }
            lines(batch.toArray(String[]::new)).statusCode(200).body("rejected", equalTo(rejected));
        }
        assertThat(content(ledger)).isEqualTo(content(twin)).hasSizeGreaterThan(50);
    }

    /** Parents stand in earlier rounds or earlier lines, because one by one a parent must be there first. */
    private static String randomCustomer(Random random, String code, int round) {
        String parent = random.nextInt(3) == 0 ? ",\"parentCode\": \"K" + random.nextInt(40) + "\"" : "";
        if (round == 0) {
            return "{\"code\": \"" + code + "\", \"name\": \"Base " + code + "\"}";
        }
        String taxId = random.nextInt(9) == 0 ? ",\"taxId\": \"91350100M000100Y4" + random.nextInt(10) + "\"" : "";
        return "{\"code\": \"" + code + "\", \"name\": \"Name " + random.nextInt(400) + "\", \"tags\": [\"t"
                + random.nextInt(3) + "\", \"b\"], \"size\": \" S" + random.nextInt(2) + " \"" + parent + taxId + "}";
    }

    private static int putOneByOne(String ledger, String code, String body) {
        int version = Api.erp()
                                .get("/api/v1/ledgers/" + ledger + "/customers/" + code)
                                .statusCode()
                        == 200
                ? 1
                : 0;
        var request = Api.erp().contentType(ContentType.JSON).body(body);
        if (version > 0) {
            request.header("If-Match", "*");
        }
        return request.put("/api/v1/ledgers/" + ledger + "/customers/" + code).statusCode();
    }

    private static List<Map<String, Object>> content(String ledger) {
        List<Map<String, Object>> items = Api.erp()
                .get("/api/v1/ledgers/" + ledger + "/customers?limit=500")
                .path("items");
        items.forEach(item -> {
            item.remove("createdAt");
            item.remove("updatedAt");
        });
        return items;
    }

    private String path(String rest) {
        return "/api/v1/ledgers/" + ledger + "/customers" + rest;
    }

    private ValidatableResponse customer(String code) {
        return Api.erp().get(path("/" + code)).then();
    }

    private ValidatableResponse lines(String... lines) {
        return raw((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private ValidatableResponse raw(byte[] body) {
        return Api.erp().contentType(NDJSON).body(body).post(path("/batch")).then();
    }

    private ValidatableResponse keyed(String key, String body) {
        return Api.erp()
                .contentType(NDJSON)
                .header("Idempotency-Key", key)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path("/batch"))
                .then();
    }

    private ValidatableResponse array(String body) {
        return Api.erp()
                .contentType("application/json")
                .body(body)
                .post(path("/batch"))
                .then();
    }
}
