package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The generator of the benchmarks at a small size, so that it doesn't rot. */
@ServiceTest
class GenerateLedgerTest {

    /** Current targets whose cache differs from what their allocations say. */
    private static final String WRONG_CACHES = """
            select count(*) from document d
            left join (
              select customer_id, target_key, min(alloc_date) first, max(alloc_date) last,
                sum(base_amount) filter (where superseded_at = 'infinity') settled
              from allocation group by customer_id, target_key) a
              on a.customer_id = d.customer_id and a.target_key = d.key
            where d.kind in (1, 2) and d.superseded_at = 'infinity'
              and (abs(d.settled - coalesce(a.settled, 0)) > 1
                or d.alloc_from <> coalesce(a.first, 'infinity') or d.alloc_to <> coalesce(a.last, '-infinity')
                or (d.settled >= d.amount) <> (d.paid_on < 'infinity'))""";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Test
    void aGeneratedLedgerKeepsTheLawOfItsCaches() {
        Ledger ledger = ledgers.require(ALedger.inCny().create());
        transaction.call(ledger, connection -> {
            new GenerateLedger(
                            connection,
                            ledger.id(),
                            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .fill(200, 2_000, GenerateLedger.LAST_DAY);
            assertThat(number(connection, "select count(*) from document")).isGreaterThan(4_000);
            assertThat(number(connection, "select count(distinct kind) from document"))
                    .isEqualTo(4);
            assertThat(number(connection, "select count(*) from document where superseded_at < 'infinity'"))
                    .isPositive();
            assertThat(number(connection, WRONG_CACHES)).isZero();
            return null;
        });
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
