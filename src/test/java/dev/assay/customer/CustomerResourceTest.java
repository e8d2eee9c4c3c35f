package dev.assay.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a single customer over HTTP. */
@ServiceTest
class CustomerResourceTest {

    private static final String WHOLE = """
            {"name": "深圳市华为技术有限公司", "type": "ENTERPRISE", "taxId": "91350100M000100Y43", "industry": "telecom",
             "region": "华南", "size": "LARGE", "tags": ["vip", "export", "vip"],
             "attributes": {"channel": "DIRECT", "since": "2019-03-01", "discount": 2.50, "note": "季度对账"},
             "contacts": [{"code": "P1", "name": "王芳", "title": "财务经理", "department": "财务部",
                           "phone": "0755-2878 0808 转 801", "email": "wang.fang@example.cn"}],
             "owner": "li.ming", "department": "south", "status": "ACTIVE"}
            """;

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

    @Test
    void whatIsPutIsWhatIsGot() {
        put("C1", WHOLE).statusCode(201).header("ETag", "\"1\"").body("code", equalTo("C1"));

        Api.erp()
                .get(path("C1"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("name", equalTo("深圳市华为技术有限公司"))
                .body("taxId", equalTo("91350100M000100Y43"))
                .body("tags", contains("export", "vip"))
                .body("attributes.discount", equalTo(new BigDecimal("2.5")))
                .body("attributes.since", equalTo("2019-03-01"))
                .body("contacts[0].phone", equalTo("0755-2878 0808 转 801"))
                .body("parentCode", nullValue())
                .body("version", equalTo(1))
                .body("warnings", nullValue());
    }

    @Test
    void aNameIsEnoughForACustomer() {
        put("C1", "{\"name\": \"Contoso\"}")
                .statusCode(201)
                .body("type", equalTo("ENTERPRISE"))
                .body("status", equalTo("ACTIVE"))
                .body("tags", empty());
    }

    @Test
    void changingNeedsTheVersionItIsBasedOn() {
        put("C1", "{\"name\": \"One\"}").statusCode(201);

        put("C1", "{\"name\": \"Two\"}").statusCode(428).body("detail", containsString("\"1\""));
        putIf("C1", "\"9\"", "{\"name\": \"Two\"}").statusCode(412).body("detail", containsString("version 1"));
        putIf("C1", "W/\"1\"", "{\"name\": \"Two\"}").statusCode(412);
        putIf("C1", "yesterday", "{\"name\": \"Two\"}").statusCode(400);
        putIf("C1", "\"1\"", "{\"name\": \"Two\"}").statusCode(200).header("ETag", "\"2\"");
        putIf("C1", "\"7\", \"2\"", "{\"name\": \"Three\"}").statusCode(200).header("ETag", "\"3\"");
        putIf("C1", "*", "{\"name\": \"Four\"}").statusCode(200).header("ETag", "\"4\"");
        putIf("NEW", "\"1\"", "{\"name\": \"Five\"}").statusCode(412);
    }

    @Test
    void onlyCreatingIsPossibleWithIfNoneMatch() {
        Api.erp()
                .header("If-None-Match", "*")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"One\"}")
                .put(path("C1"))
                .then()
                .statusCode(201);
        Api.erp()
                .header("If-None-Match", "*")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"One\"}")
                .put(path("C1"))
                .then()
                .statusCode(412);
    }

    @Test
    void theSameContentAgainChangesNothing() {
        put("C1", WHOLE).statusCode(201);

        putIf("C1", "\"1\"", WHOLE).statusCode(200).header("ETag", "\"1\"");

        Api.erp().get(path("C1") + "/versions").then().body("items.version", contains(1));
    }

    @Test
    void whatIsKnownNeedNotBeSentAgain() {
        put("C1", WHOLE).statusCode(201);

        Api.erp().header("If-None-Match", "\"1\"").get(path("C1")).then().statusCode(304);
    }

    @Test
    void ofTwoChangesBasedOnOneVersionOneIsStale() throws Exception {
        put("C1", "{\"name\": \"One\"}").statusCode(201);
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Integer> change = () -> {
            start.await();
            return putIf(
                            "C1",
                            "\"1\"",
                            "{\"name\": \"By %s\"}"
                                    .formatted(Thread.currentThread().getName()))
                    .extract()
                    .statusCode();
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> answers = threads.invokeAll(List.of(change, change));

            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 412);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyVersionStaysReadable() {
        put("C1", "{\"name\": \"One\"}");
        putIf("C1", "\"1\"", "{\"name\": \"Two\"}");
        putIf("C1", "\"2\"", "{\"name\": \"Three\"}");

        String next = Api.erp()
                .get(path("C1") + "/versions?limit=2")
                .then()
                .statusCode(200)
                .body("items.version", contains(3, 2))
                .body("items.data.name", contains("Three", "Two"))
                .body("items[0].changedBy", not(nullValue()))
                .extract()
                .path("nextCursor");
        Api.erp()
                .get(path("C1") + "/versions?limit=2&cursor=" + next)
                .then()
                .body("items.data.name", contains("One"))
                .body("nextCursor", nullValue());
    }

    @Test
    void aCustomerWithoutCodeIsNumbered() {
        create("{\"name\": \"One\"}")
                .statusCode(201)
                .header("Location", containsString("/api/v1/ledgers/" + ledger + "/customers/C000001"))
                .header("ETag", "\"1\"")
                .body("code", equalTo("C000001"));
        put("C000002", "{\"name\": \"By hand\"}").statusCode(201);
        create("{\"name\": \"Two\"}").body("code", equalTo("C000003"));
        create("{\"name\": \"Three\", \"code\": \"C000002\"}")
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/code"));
    }

    @Test
    void concurrentCreationsGetDifferentCodes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> creations = IntStream.range(0, 24)
                    .<Callable<String>>mapToObj(i -> () -> create("{\"name\": \"Customer %d\"}".formatted(i))
                            .statusCode(201)
                            .extract()
                            .path("code"))
                    .toList();
            List<String> codes = threads.invokeAll(creations).stream()
                    .map(CustomerResourceTest::result)
                    .toList();

            assertThat(codes).doesNotHaveDuplicates().hasSize(24);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRepeatedRequestWithOneKeyCreatesOneCustomer() {
        String first = createWithKey("order-7", "{\"name\": \"One\"}")
                .statusCode(201)
                .extract()
                .asString();
        String second = createWithKey("order-7", "{\"name\": \"One\"}")
                .statusCode(201)
                .extract()
                .asString();

        assertThat(second).isEqualTo(first);
        createWithKey("order-7", "{\"name\": \"Two\"}")
                .statusCode(409)
                .body("type", containsString("idempotency-key-reused"));
        createWithKey("not a key", "{\"name\": \"Two\"}").statusCode(400);
        Api.erp().get(path("")).then().body("items.code", contains("C000001"));
    }

    @Test
    void theParentMustExistAndMayNotStandBelow() {
        put("TOP", "{\"name\": \"Top\"}").statusCode(201);
        put("MID", "{\"name\": \"Mid\", \"parentCode\": \"TOP\"}")
                .statusCode(201)
                .body("parentCode", equalTo("TOP"));
        put("LOW", "{\"name\": \"Low\", \"parentCode\": \"MID\"}").statusCode(201);

        put("X", "{\"name\": \"X\", \"parentCode\": \"NOBODY\"}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/parentCode"))
                .body("errors[0].message", containsString("NOBODY"));
        put("X", "{\"name\": \"X\", \"parentCode\": \"X\"}").statusCode(422);
        putIf("TOP", "\"1\"", "{\"name\": \"Top\", \"parentCode\": \"LOW\"}")
                .statusCode(422)
                .body("errors[0].message", containsString("LOW → MID → TOP"));
    }

    @Test
    void aDuplicateIsWarnedOfOrRefusedAsTheLedgerSays() {
        put("C1", "{\"name\": \"Contoso (China) Ltd\", \"taxId\": \"91350100M000100Y43\"}")
                .statusCode(201);
        put("C2", "{\"name\": \"ＣＯＮＴＯＳＯ（China） ltd\", \"taxId\": \"91350100m000100y43\"}")
                .statusCode(201)
                .body("warnings.pointer", contains("/name", "/taxId"))
                .body("warnings[0].message", containsString("C1"));

        String strict = ALedger.inCny().with("duplicatePolicy", "REFUSE").create();
        putIn(strict, "C1", "{\"name\": \"Contoso\", \"taxId\": \"91350100M000100Y43\"}")
                .statusCode(201);
        putIn(strict, "C2", "{\"name\": \"CONTOSO\"}").statusCode(409).body("errors.pointer", contains("/name"));
        putIn(strict, "C2", "{\"name\": \"Other\", \"taxId\": \"91350100M000100Y43\"}")
                .statusCode(409)
                .body("errors.pointer", contains("/taxId"));
    }

    @Test
    void twoLedgersMayHaveTheSameCode() {
        String other = ALedger.in("USD").create();
        put("SAME", "{\"name\": \"Here\"}").statusCode(201);
        putIn(other, "SAME", "{\"name\": \"There\"}").statusCode(201);

        Api.erp().get(path("SAME")).then().body("name", equalTo("Here"));
        Api.erp().get("/api/v1/ledgers/" + other + "/customers/SAME").then().body("name", equalTo("There"));
        putIn(other, "X", "{\"name\": \"X\", \"parentCode\": \"SAME\"}").statusCode(201);
        Api.erp().get(path("X")).then().statusCode(404);
    }

    private static String result(Future<String> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String path(String code) {
        return "/api/v1/ledgers/" + ledger + "/customers" + (code.isEmpty() ? "" : "/" + code);
    }

    private ValidatableResponse put(String code, String body) {
        return putIn(ledger, code, body);
    }

    private static ValidatableResponse putIn(String ledger, String code, String body) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/v1/ledgers/" + ledger + "/customers/" + code)
                .then();
    }

    private ValidatableResponse putIf(String code, String tag, String body) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .header("If-Match", tag)
                .body(body)
                .put(path(code))
                .then();
    }

    private ValidatableResponse create(String body) {
        return Api.erp().contentType(ContentType.JSON).body(body).post(path("")).then();
    }

    private ValidatableResponse createWithKey(String key, String body) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(path(""))
                .then();
    }
}
