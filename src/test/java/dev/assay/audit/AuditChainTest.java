package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chain shows what is done to the record behind the service's back. */
@ServiceTest
class AuditChainTest {

    @Inject
    DataSource database;

    private String code;
    private String ledger;

    @BeforeEach
    void fiveLinks() {
        code = ALedger.inCny().create();
        ledger = "/api/v1/ledgers/" + code;
        for (int i = 1; i <= 3; i++) {
            put("C" + i);
        }
        Api.erp()
                .contentType("application/x-ndjson")
                .body(IntStream.range(0, 50)
                        .mapToObj(i -> "{\"code\":\"B" + i + "\",\"name\":\"In one batch\"}")
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8))
                .post(ledger + "/customers/batch")
                .then()
                .statusCode(200);
    }

    private int put(String customer) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .header("X-Change-Reason", "the test asked for it")
                .header("X-Request-Id", "request-of-" + customer)
                .body("{\"name\":\"Company " + customer + "\"}")
                .put(ledger + "/customers/" + customer)
                .statusCode();
    }

    private ValidatableResponse verify() {
        return Api.admin().get(ledger + "/audit/verify").then().statusCode(200);
    }

    @Test
    void anUntouchedRecordIsIntactAndTellsWhereAChangeCameFrom() {
        verify().body("intact", equalTo(true)).body("links", equalTo(5)).body("broken", nullValue());
        Api.admin()
                .get(ledger + "/audit?requestId=request-of-C2")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].key", equalTo("C2"))
                .body("items[0].remote", equalTo("127.0.0.1"))
                .body("items[0].reason", equalTo("the test asked for it"))
                .body("items[0].link", equalTo(3));
    }

    @Test
    void theFieldsThatDifferAreNamed() {
        Api.erp()
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body("{\"name\":\"Company C1\",\"region\":\"EAST\",\"industry\":\"STEEL\"}")
                .put(ledger + "/customers/C1")
                .then()
                .statusCode(200);
        Api.admin()
                .get(ledger + "/audit?key=C1")
                .then()
                .body("items[0].changes.pointer", hasItem("/region"))
                .body("items[0].changes.pointer", not(hasItem("/name")))
                .body("items[0].changes.find { it.pointer == '/industry' }.after", equalTo("STEEL"));
    }

    @Test
    void anAlteredRowIsFound() throws Exception {
        tamper("update audit set changed_by = 'somebody else' where key = 'C2'");
        verify().body("intact", equalTo(false))
                .body("broken.link", equalTo(3))
                .body("broken.message", containsString("altered"));
    }

    @Test
    void aRowThatWasTakenOutOfABatchIsMissed() throws Exception {
        tamper("delete from audit where key = 'B17'");
        verify().body("broken.link", equalTo(5)).body("broken.message", containsString("49 entries"));
    }

    @Test
    void aRowThatWasAddedStandsOut() throws Exception {
        tamper("insert into audit (ledger_id, recorded_at, changed_by, entity, key, link)"
                + " select entered_ledger(), now(), 'nobody', 'customer', 'C9', 2");
        verify().body("intact", equalTo(false)).body("broken.link", equalTo(2));
    }

    @Test
    void anEndThatWasCutOffIsMissedByTheHead() throws Exception {
        tamper("delete from audit where link = 5; delete from audit_link where link = 5");
        verify().body("broken.link", equalTo(5)).body("broken.message", containsString("missing"));
    }

    @Test
    void aHashThatWasMadeToFitBreaksTheNextLink() throws Exception {
        tamper(
                "update audit set changed_by = 'somebody else' where link = 2;"
                        + " update audit_link set hash = sha256((select hash from audit_link where link = 1) ||"
                        + " (select string_agg(audit_digest(a), ''::bytea order by id) from audit a where link = 2)) where link = 2");
        verify().body("broken.link", equalTo(3));
    }

    @Test
    void writersAtTheSameTimeMakeOneChain() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String customer = "P" + i;
                answers.add(writers.submit(() -> put(customer)));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(201);
            }
        } finally {
            writers.shutdown();
        }
        verify().body("intact", equalTo(true)).body("links", equalTo(45));
    }

    @Test
    void theExportHoldsEveryEntry() {
        String lines = Api.admin()
                .get(ledger + "/audit/export")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(lines.lines()).hasSize(54);
    }

    /** As somebody with the database's password would: past the triggers. */
    private void tamper(String sql) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement enter = connection.prepareStatement(
                            "select set_config('assay.ledger', (select id::text from ledger where code = ?), true)");
                    Statement statement = connection.createStatement()) {
                enter.setString(1, code);
                enter.execute();
                statement.execute("alter table audit disable trigger user");
                statement.execute("alter table audit_link disable trigger user");
                statement.execute(sql);
                statement.execute("alter table audit enable trigger user");
                statement.execute("alter table audit_link enable trigger user");
                connection.commit();
            }
        }
    }
}
