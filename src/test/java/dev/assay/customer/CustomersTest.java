package dev.assay.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.customer.content.CustomerStatus;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Master data as other rooms read it, and what the database itself keeps apart. */
@ServiceTest
class CustomersTest {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    private Ledger ledger;
    private Ledger other;

    @BeforeEach
    void openLedgers() {
        ledger = ledgers.require(ALedger.inCny()
                .with(
                        "attributeDefinitions",
                        List.of(
                                Map.of("key", "since", "type", "DATE", "options", List.of()),
                                Map.of("key", "discount", "type", "NUMBER", "options", List.of()),
                                Map.of("key", "note", "type", "TEXT", "options", List.of())))
                .create());
        other = ledgers.require(ALedger.inCny().create());
        put(ledger, "P", null, "{\"name\": \"Parent\"}");
        put(
                ledger,
                "C",
                null,
                "{\"name\": \"One\", \"region\": \"east\", \"tags\": [\"a\"], \"parentCode\": \"P\", \"attributes\": {\"since\": \"2019-03-01\", \"discount\": 100, \"note\": \"n\"}}");
        put(other, "C", null, "{\"name\": \"Other\"}");
    }

    @Test
    void codesResolveWithinTheirLedger() {
        Map<String, Customer.Identity> here =
                transaction.read(ledger, c -> Customers.resolve(c, ledger, Set.of("C", "P", "X")));
        Map<String, Customer.Identity> there =
                transaction.read(other, c -> Customers.resolve(c, other, Set.of("C", "P", "X")));

        assertThat(here).containsOnlyKeys("C", "P");
        assertThat(there).containsOnlyKeys("C");
        assertThat(here.get("C").id()).isNotEqualTo(there.get("C").id());
        assertThat(here.get("C").version()).isEqualTo(1);
    }

    @Test
    void masterDataIsTypedAndReplayable() {
        long id = transaction.read(
                ledger, c -> Customers.find(c, ledger, "C").orElseThrow().id());
        put(ledger, "C", "\"1\"", "{\"name\": \"Two\", \"status\": \"INACTIVE\", \"attributes\": {\"note\": \"m\"}}");

        Customer now = transaction
                .read(ledger, c -> Customers.load(c, ledger, List.of(id, -1L)))
                .get(id);
        Customer then = transaction
                .read(ledger, c -> Customers.loadAt(c, ledger, Map.of(id, 1)))
                .get(id);

        assertThat(now.name()).isEqualTo("Two");
        assertThat(now.version()).isEqualTo(2);
        assertThat(now.status()).isEqualTo(CustomerStatus.INACTIVE);
        assertThat(now.parentCode()).isNull();
        assertThat(now.tags()).isEmpty();
        assertThat(then.name()).isEqualTo("One");
        assertThat(then.version()).isEqualTo(1);
        assertThat(then.parentCode()).isEqualTo("P");
        assertThat(then.tags()).containsExactly("a");
        assertThat(then.region()).isEqualTo("east");
        assertThat(then.attributes())
                .containsEntry("since", LocalDate.of(2019, 3, 1))
                .containsEntry("discount", new BigDecimal("100"))
                .containsEntry("note", "n");
    }

    @Test
    void oneVersionReadBothWaysIsTheSame() {
        long id = transaction.read(
                ledger, c -> Customers.find(c, ledger, "C").orElseThrow().id());

        Map<Long, Customer> asVersion = transaction.read(ledger, c -> Customers.loadAt(c, ledger, Map.of(id, 1)));
        Map<Long, Customer> current = transaction.read(ledger, c -> Customers.load(c, ledger, List.of(id)));
        assertThat(asVersion).isEqualTo(current);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "customer_version", "customer_sequence", "audit"})
    void aStatementWithoutConditionSeesOneLedgerOnly(String table) {
        List<Integer> ledgersSeen = transaction.read(ledger, c -> ints(c, "select distinct ledger_id from " + table));

        assertThat(ledgersSeen).containsExactly(ledger.id());
    }

    @Test
    void anotherLedgersCustomerCanNeitherBeChangedNorTakenOver() {
        long theirs = transaction.read(
                other, c -> Customers.find(c, other, "C").orElseThrow().id());

        int changed = transaction.call(ledger, c -> update(c, "update customer set name = 'X' where id = " + theirs));
        assertThat(changed).isZero();
        assertThatThrownBy(() -> transaction.<Integer>call(
                        ledger, c -> update(c, "update customer set ledger_id = " + other.id() + " where code = 'P'")))
                .hasStackTraceContaining("row-level security");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update customer_version set data = '{}'",
                "delete from customer_version",
                "update audit set after = null",
                "delete from audit where false",
                "truncate audit"
            })
    void whatIsRecordedCanNotBeUndone(String statement) {
        assertThatThrownBy(() -> transaction.<Integer>call(ledger, c -> update(c, statement)))
                .hasStackTraceContaining("append-only");
    }

    private static List<Integer> ints(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Integer> values = new java.util.ArrayList<>();
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
            return values;
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static void put(Ledger ledger, String code, String ifMatch, String body) {
        var request = Api.erp().contentType(ContentType.JSON).body(body);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        } else {
            request.header("If-None-Match", "*");
        }
        assertThat(request.put("/api/v1/ledgers/" + ledger.code() + "/customers/" + code)
                        .statusCode())
                .isBetween(200, 201);
    }
}
