package dev.assay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.assay.access.Endpoints.Endpoint;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every resource method with every role that can have a data scope, for a customer within it and for one outside. */
@ServiceTest
class DataScopeTest {

    private static final List<String> ROLES = List.of(Role.VIEWER, Role.ANALYST, Role.APPROVER, Role.CONTROLLER);
    private static final List<String> CUSTOMERS = List.of("SEEN", "HIDDEN");

    private String ledger;
    private long run;
    private final Map<String, Long> decisions = new HashMap<>();
    private final Map<String, Number> overrides = new HashMap<>();
    private final Map<String, Number> guarantees = new HashMap<>();
    private final Map<String, Number> accounts = new HashMap<>();
    private final Map<String, Number> holds = new HashMap<>();
    private final Map<String, Number> notes = new HashMap<>();
    private final Map<String, Number> promises = new HashMap<>();
    private final Map<String, People.Session> people = new HashMap<>();

    @TestFactory
    List<DynamicTest> whatIsOutOfScopeIsNotThere() {
        prepare();
        List<DynamicTest> tests = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all()) {
            for (String role : ROLES) {
                if (endpoint.roles().contains(role) && !endpoint.path().contains("/session")) {
                    tests.add(DynamicTest.dynamicTest(
                            role + " " + endpoint.verb() + " " + endpoint.path(), () -> check(endpoint, role)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    private void prepare() {
        ledger = "/api/v1/ledgers/" + ALedger.inCny().create();
        for (String code : CUSTOMERS) {
            String region = code.equals("SEEN") ? "EAST" : "WEST";
            send(
                    "/customers/batch",
                    "{\"code\":\"%s\",\"name\":\"%s company\",\"region\":\"%s\"}".formatted(code, code, region));
            send("/documents", """
                    {"id":"INV-%s","kind":"INVOICE","customerCode":"%s","date":"2026-01-10","dueDate":"2026-02-10",\
                    "amount":900.00,"currency":"CNY"}""".formatted(code, code));
            Number decision = Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{\"asOf\":\"2026-03-01\"}")
                    .post(ledger + "/customers/" + code + "/evaluations")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            decisions.put(code, decision.longValue());
            overrides.put(code, override(code));
            guarantees.put(code, guarantee(code));
            accounts.put(code, account(code));
            holds.put(code, hold(code));
            notes.put(
                    code,
                    first(code, "notes", "{\"content\":\"a note about " + code + "\",\"followUp\":\"2026-01-01\"}"));
            promises.put(
                    code,
                    first(
                            code,
                            "promises",
                            "{\"amount\":5,\"dueOn\":\""
                                    + LocalDate.now(ZoneOffset.UTC).plusDays(9) + "\"}"));
        }
        run = ((Number) Api.admin()
                        .contentType(ContentType.JSON)
                        .body("{\"asOf\":\"2026-09-01\",\"mode\":\"SIMULATE\"}")
                        .post(ledger + "/reclassifications")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id"))
                .longValue();
        await().until(() -> Api.admin()
                .get(ledger + "/reclassifications/" + run)
                .path("state")
                .equals("DONE"));
        Api.admin()
                .get(ledger + "/reclassifications/" + run + "/migration")
                .then()
                .body("cells.customers.sum()", equalTo(2));
        for (String role : ROLES) {
            people.put(
                    role,
                    People.person(
                            "east-" + role.toLowerCase(java.util.Locale.ROOT),
                            "{\"roles\":[\"" + role + "\"],\"regions\":[\"EAST\"]}"));
        }
    }

    private Number override(String code) {
        Api.admin()
                .contentType(ContentType.JSON)
                .body("""
                        {"field":"HOLD","value":true,"reason":"a test","evidence":"none","expiresOn":"%s"}""".formatted(LocalDate.now(ZoneOffset.UTC).plusMonths(1)))
                .post(ledger + "/customers/" + code + "/overrides")
                .then()
                .statusCode(201);
        return Api.admin().get(ledger + "/customers/" + code + "/overrides").path("[0].id");
    }

    private Number guarantee(String code) {
        Api.admin()
                .contentType(ContentType.JSON)
                .body("""
                        {"kind":"OTHER","issuer":"Somebody","reference":"R","amount":1,"acceptedShare":1,"note":"a test"}""")
                .post(ledger + "/customers/" + code + "/guarantees")
                .then()
                .statusCode(201);
        return Api.admin().get(ledger + "/customers/" + code + "/guarantees").path("[0].id");
    }

    private Number first(String code, String what, String body) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post(ledger + "/customers/" + code + "/" + what)
                .then()
                .statusCode(201)
                .extract()
                .path("[0].id");
    }

    /** An order that must wait: nobody here has a limit. */
    private Number hold(String code) {
        Api.erp()
                .contentType(ContentType.JSON)
                .body("{\"orderId\":\"ORD-%s\",\"customerCode\":\"%s\",\"amount\":5}".formatted(code, code))
                .post(ledger + "/credit-checks")
                .then()
                .statusCode(200)
                .body("decision", equalTo("HOLD"));
        return Api.admin()
                .get(ledger + "/holds?customer=" + code)
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
    }

    private Number account(String code) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"bank\":\"A bank\",\"holder\":\"Somebody\",\"number\":\"1111222233334444\"}")
                .post(ledger + "/customers/" + code + "/bank-accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void send(String path, String line) {
        Api.erp()
                .contentType("application/x-ndjson")
                .body(line.getBytes(StandardCharsets.UTF_8))
                .post(ledger + path)
                .then()
                .statusCode(200);
    }

    private void check(Endpoint endpoint, String role) {
        Response seen = call(endpoint, role, "SEEN");
        Response hidden = call(endpoint, role, "HIDDEN");
        assertThat(seen.statusCode()).as("in scope").isNotIn(401, 403).isLessThan(500);
        if (isAboutACustomer(endpoint)) {
            assertThat(seen.statusCode()).as(seen.asString()).isNotEqualTo(404);
            assertThat(hidden.statusCode())
                    .as("out of scope: " + hidden.asString())
                    .isEqualTo(404);
        } else {
            assertThat(hidden.statusCode()).isEqualTo(seen.statusCode());
            assertThat(hidden.asString()).doesNotContain("HIDDEN");
            if (endpoint.path().endsWith("/migration")) {
                hidden.then().body("cells.customers.sum()", equalTo(1));
            }
        }
    }

    private static boolean isAboutACustomer(Endpoint endpoint) {
        return endpoint.path().contains("{code}")
                || endpoint.path().contains("/decisions/{id}")
                || endpoint.path().contains("/documents/{id}")
                || endpoint.path().contains("/holds/{id}");
    }

    private Response call(Endpoint endpoint, String role, String code) {
        RequestSpecification request = people.get(role).request();
        if (endpoint.mediaType() != null) {
            request.contentType(endpoint.mediaType()).body("{}".getBytes(StandardCharsets.UTF_8));
        }
        String path = endpoint.path()
                .replace("/api/v1/ledgers/{ledger}", ledger)
                .replace("{code}", code)
                .replace("/overrides/{id}", "/overrides/" + overrides.get(code))
                .replace("/guarantees/{id}", "/guarantees/" + guarantees.get(code))
                .replace("/bank-accounts/{id}", "/bank-accounts/" + accounts.get(code))
                .replace("/notes/{id}", "/notes/" + notes.get(code))
                .replace("/promises/{id}", "/promises/" + promises.get(code))
                .replace("/holds/{id}", "/holds/" + holds.get(code))
                .replace("/decisions/{id}", "/decisions/" + decisions.get(code))
                .replace("/documents/{id}", "/documents/INV-" + code)
                .replace("/reclassifications/{id}", "/reclassifications/" + run)
                .replace("{other}", String.valueOf(run))
                .replace("{month}", YearMonth.now(ZoneOffset.UTC).toString())
                .replaceAll("\\{[^}]+}", "nothing");
        return request.request(endpoint.verb(), path);
    }
}
