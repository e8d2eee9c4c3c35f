package dev.assay.reclassification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.classification.BulkEvaluation;
import dev.assay.classification.DecisionLog;
import dev.assay.classification.grades.GradeMigration;
import dev.assay.customer.Customer;
import dev.assay.ledger.Savepoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a chunk leaves in the database, in the transaction of its decisions: changes, counts, failures and the checkpoint. */
final class ChunkRecord {

    private static final String MOVED = RunChanges.moved("c", "n");

    // By primary key for each staged decision that has anything to change.
    private static final String CHANGES = """
            insert into reclassification_change
            select ?, n.customer_id, ?, n.id, c.decision_id, %1$s, c.grade, c.provisional, c.category, c.granted_type,
              c.granted_amount, c.term_type, c.credit_period_days, c.hold, n.grade, n.provisional, n.category, n.limit_status,
              n.granted_type, n.granted_amount, n.term_type, n.credit_period_days, n.hold,
              n.granted_amount - case when c.customer_id is null then 0 else c.granted_amount end
            from decided n
            left join classification c on c.customer_id = n.customer_id
            where n.changes
            """.formatted(MOVED);

    private static final String CELL = """
            insert into reclassification_cell
              (run_id, chunk, ledger_id, grade_before, grade_after, customers, moved, limit_before, limit_after)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Run run;
    private final int chunk;
    private final ObjectMapper json;
    private final long start = System.nanoTime();
    private int failed;

    ChunkRecord(Run run, int chunk, ObjectMapper json) {
        this.run = run;
        this.chunk = chunk;
        this.json = json;
    }

    /** Makes what is staged part of the log, and notes whom it would change. */
    void append(Connection connection, long evaluationId, DecisionLog.Evaluation evaluation, GradeMigration migration)
            throws SQLException {
        DecisionLog.append(connection, evaluationId, evaluation);
        try (PreparedStatement insert = connection.prepareStatement(CHANGES)) {
            insert.setLong(1, run.id());
            insert.setInt(2, run.ledger().id());
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(CELL)) {
            insert.setLong(1, run.id());
            insert.setInt(2, chunk);
            insert.setInt(3, run.ledger().id());
            migration.forEach((from, to, cell) -> {
                insert.setString(4, from);
                insert.setString(5, to);
                insert.setLong(6, cell.customers());
                insert.setLong(7, cell.moved());
                insert.setLong(8, cell.limitBefore().longValueExact());
                insert.setLong(9, cell.limitAfter().longValueExact());
                insert.addBatch();
            });
            insert.executeBatch();
        }
    }

    /** Reports a customer no decision could be made about, with its facts if they can be read. */
    void failed(Connection connection, Customer customer, BulkEvaluation bulk, Exception cause) throws SQLException {
        failed++;
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into reclassification_failure (run_id, customer_id, ledger_id, message, facts)
                values (?, ?, ?, ?, ?::jsonb)
                """)) {
            insert.setLong(1, run.id());
            insert.setLong(2, customer.id());
            insert.setInt(3, run.ledger().id());
            insert.setString(4, String.valueOf(cause.getMessage()));
            insert.setString(5, facts(connection, customer, bulk));
            insert.executeUpdate();
        }
    }

    private @Nullable String facts(Connection connection, Customer customer, BulkEvaluation bulk) throws SQLException {
        Savepoints.set(connection);
        try {
            Map<String, @Nullable Object> facts = bulk.facts(connection, customer);
            Savepoints.keep(connection);
            return facts == null ? null : json.writeValueAsString(facts);
        } catch (SQLException e) {
            // the facts themselves are what can't be read: the failure's message says so
            Savepoints.back(connection);
            return null;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Facts are plain data", e);
        }
    }

    /** The chunk is through. */
    void checkpoint(Connection connection, int customers, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into reclassification_chunk (run_id, chunk, ledger_id, customers, failed, milliseconds, finished_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setLong(1, run.id());
            insert.setInt(2, chunk);
            insert.setInt(3, run.ledger().id());
            insert.setInt(4, customers);
            insert.setInt(5, failed);
            insert.setInt(6, (int) ((System.nanoTime() - start) / 1_000_000));
            insert.setObject(7, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }
}
