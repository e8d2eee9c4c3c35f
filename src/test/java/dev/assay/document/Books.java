package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ledger.SqlWork;
import io.quarkus.arc.Arc;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.sql.PreparedStatement;

/** One ledger of its own with some customers, and the calls a test makes on it. */
final class Books {
    private final String code;

    private Books(String code) {
        this.code = code;
    }

    static Books inCny(String... customers) {
        return of(ALedger.inCny().create(), customers);
    }

    static Books of(String ledgerCode, String... customers) {
        Books books = new Books(ledgerCode);
        books.sql(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into customer (ledger_id, code, name, created_at, updated_at) select ?, code, code, now(), now() from unnest(?::text[]) as code")) {
                insert.setInt(1, books.ledger().id());
                insert.setObject(2, customers);
                return insert.executeUpdate();
            }
        });
        return books;
    }

    String path() {
        return "/api/v1/ledgers/" + code + "/documents";
    }

    Ledger ledger() {
        return Arc.container().instance(Ledgers.class).get().require(code);
    }

    <T> T sql(SqlWork<T> work) {
        return Arc.container().instance(LedgerTransaction.class).get().call(ledger(), work);
    }

    /** The one value of a query. */
    String value(String query) {
        return sql(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                assertThat(rows.next()).as(query).isTrue();
                return rows.getString(1);
            }
        });
    }

    ValidatableResponse post(byte[] body, String type) {
        return Api.erp().contentType(type).body(body).post(path()).then();
    }

    /** Posts lines as NDJSON; single quotes stand for double ones. */
    Answer lines(String... lines) {
        return new Answer(post(
                        String.join("\n", lines).replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "application/x-ndjson")
                .statusCode(200)
                .extract()
                .jsonPath());
    }

    JsonPath get(String path) {
        return Api.erp()
                .urlEncodingEnabled(false)
                .get(path() + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** What a batch answered. */
    record Answer(JsonPath json) {
        Answer counts(int accepted, int unchanged, int corrected, int rejected) {
            assertThat(json.getMap(""))
                    .as(json.prettify())
                    .containsEntry("accepted", accepted)
                    .containsEntry("unchanged", unchanged)
                    .containsEntry("corrected", corrected)
                    .containsEntry("rejected", rejected);
            return this;
        }

        Answer rejects(int line, String documentId, String code) {
            assertThat(json.getList(
                            "errors.findAll { it.line == " + line + " }.collect { it.documentId + ' ' + it.code }"))
                    .as(json.prettify())
                    .containsExactly(documentId + " " + code);
            return this;
        }
    }
}
