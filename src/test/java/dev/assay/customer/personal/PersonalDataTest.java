package dev.assay.customer.personal;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Individuals: a number that no row of the database shows, and data that can be erased while decisions stay explained. */
@ServiceTest
class PersonalDataTest {

    private static final String NUMBER = "11010519491231002X";
    private static final String SHOWN = "110***********002X";

    @Inject
    DataSource database;

    private Books books;

    @BeforeEach
    void anIndividual() {
        books = Books.inCny();
        put("P1", "王小明", NUMBER).statusCode(201).body("taxId", equalTo(SHOWN));
    }

    @Test
    void theNumberIsInNoTableOfTheDatabase() throws Exception {
        batch("""
                {"code":"P2","name":"李雷","type":"INDIVIDUAL","taxId":"440524188001010014"}""").body("created", equalTo(1));
        books.post("customers", "{\"name\":\"韩梅梅\",\"type\":\"INDIVIDUAL\",\"taxId\":\"" + NUMBER + "\"}")
                .statusCode(201)
                .body("taxId", equalTo(SHOWN), "warnings[0].message", containsString(SHOWN));
        for (String table : tables()) {
            for (String number : List.of(NUMBER, "440524188001010014")) {
                assertThat(rowsWith(table, number)).as(table).isZero();
            }
        }
    }

    @Test
    void itIsFoundComparedAndKeptAsIfItWereThere() {
        books.get("customers?taxId=" + NUMBER).body("items.code", contains("P1"), "items[0].taxId", equalTo(SHOWN));
        books.get("customers?taxId=440524188001010014").body("items", empty());
        put("P1", "王小明", NUMBER, 1).statusCode(200).body("version", equalTo(1));
        put("P1", "王小明", SHOWN, 1).statusCode(200).body("version", equalTo(1));
        batch("{\"code\":\"P1\",\"name\":\"王小明\",\"type\":\"INDIVIDUAL\",\"taxId\":\"" + NUMBER
                        + "\",\"contacts\":[{\"name\":\"王小明\",\"phone\":\"13800138000\"}]}")
                .body("unchanged", equalTo(1));
        put("P1", "王小明", "110***********0000", 1).statusCode(422).body("errors[0].pointer", equalTo("/taxId"));
        batch("{\"code\":\"P9\",\"name\":\"N\",\"type\":\"INDIVIDUAL\",\"taxId\":\"" + SHOWN + "\"}")
                .body("rejected", equalTo(1), "errors[0].pointer", equalTo("/taxId"));
        put("P1", "王小明", "440524188001010014", 1).statusCode(200).body("version", equalTo(2));
        books.get("customers/P1/versions").body("items.data.taxId", contains("440***********0014", SHOWN));
    }

    @Test
    void itIsShownForAReasonThatGoesOnRecord() {
        books.adminPost("customers/P1/tax-id/reveal", "{}").statusCode(422);
        books.post("customers/P1/tax-id/reveal", "{\"reason\":\"I am curious\"}")
                .statusCode(403);
        books.adminPost("customers/P1/tax-id/reveal", "{\"reason\":\"a court's order\"}")
                .statusCode(200)
                .body("taxId", equalTo(NUMBER));
        assertThat(Api.admin().get(books.path("audit?entity=tax-id")).asString())
                .contains("a court's order", SHOWN)
                .doesNotContain(NUMBER);
    }

    @Test
    void erasedIsErasedEverywhereAndDecisionsAreReplayedAllTheSame() throws Exception {
        put("P1", "王大明", NUMBER, 1).statusCode(200);
        books.post(
                        "customers/P1/bank-accounts",
                        "{\"bank\":\"工商银行\",\"holder\":\"王大明\",\"number\":\"6222021234567890123\"}")
                .statusCode(201);
        books.feed(invoice("I1", "P1", "2026-02-05", "2026-03-07", "90000.00", "2026-03-01"));
        long decision = books.post("customers/P1/evaluations", "{\"asOf\":\"2026-06-30\"}")
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");

        books.post("customers/P1/erasure", "{\"reason\":\"asked for\"}").statusCode(403);
        books.adminPost("customers/P1/erasure", "{\"reason\":\" \"}").statusCode(422);
        books.adminPost("customers/P1/erasure", "{\"reason\":\"asked for by letter\"}")
                .statusCode(204);

        books.get("customers/P1")
                .body("name", equalTo("已删除 (erased)"), "taxId", equalTo(null), "contacts", empty())
                .body("status", equalTo("ARCHIVED"));
        books.get("customers/P1/versions")
                .body("items", hasSize(3))
                .body("items.data.taxId", contains(null, null, null));
        books.get("customers/P1/bank-accounts").body("$", empty());
        for (String table : tables()) {
            for (String personal : List.of("王小明", "王大明", "13800138000")) {
                assertThat(rowsWith(table, personal))
                        .as(table + " has " + personal)
                        .isZero();
            }
        }
        books.adminPost("decisions/" + decision + "/replay", "{}")
                .statusCode(200)
                .body("result", equalTo("SAME"));
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
        assertThat(Api.admin().get(books.path("audit?entity=personal-data")).asString())
                .contains("asked for by letter");
    }

    @Test
    void anEnterpriseHasNoPersonalData() {
        books.customer("E1");
        books.adminPost("customers/E1/erasure", "{\"reason\":\"asked for\"}").statusCode(409);
    }

    private ValidatableResponse put(String code, String name, String taxId) {
        return put(code, name, taxId, 0);
    }

    private ValidatableResponse put(String code, String name, String taxId, int version) {
        var request = Api.erp().contentType(ContentType.JSON).body("""
                {"name":"%s","type":"INDIVIDUAL","taxId":"%s","contacts":[{"name":"%s","phone":"13800138000"}]}""".formatted(name, taxId, name));
        return (version == 0 ? request : request.header("If-Match", "\"" + version + "\""))
                .put(books.path("customers/" + code))
                .then();
    }

    private ValidatableResponse batch(String line) {
        return Api.erp()
                .contentType("application/x-ndjson")
                .body(line.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(books.path("customers/batch"))
                .then()
                .statusCode(200);
    }

    private List<String> tables() throws Exception {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
                                + " and relname !~ '^(qrtz|flyway)'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        assertThat(tables).contains("customer", "customer_version", "audit", "idempotent_answer", "bank_account");
        return tables;
    }

    /** Rows of this test's ledger, read as the service reads them. */
    private int rowsWith(String table, String text) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select set_config('assay.ledger', (select id::text from ledger where code = '"
                        + books.ledger() + "'), true)");
                try (ResultSet row = statement.executeQuery(
                        "select count(*) from \"" + table + "\" t where position('" + text + "' in t::text) > 0")) {
                    row.next();
                    return row.getInt(1);
                }
            } finally {
                connection.rollback();
            }
        }
    }
}
