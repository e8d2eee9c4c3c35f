package dev.assay.document.merge;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collections;
import org.postgresql.PGStatement;

/**
 * The statements of one merge on its connection. Those of a large batch are planned anew each time they run, by what the temporary
 * tables hold. Those of a small one are planned once for a connection and kept: planning takes several times as long as
 * running them. So nothing may touch the tables' definition or statistics then, which would make PostgreSQL forget the plans.
 */
public final class BatchSql {

    /** Reads one row. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static final int FETCH_ROWS = 1_000;
    private static final int SMALL = 500;

    private final Connection connection;
    private final boolean small;

    /** @param rows how many documents and allocations the batch has */
    public BatchSql(Connection connection, long rows) {
        this.connection = connection;
        this.small = rows <= SMALL;
    }

    /** Settings for the rest of the transaction, by names and values in turn. */
    void set(String... namesAndValues) throws SQLException {
        String call = "set_config(?, ?, true)";
        each("select " + String.join(", ", Collections.nCopies(namesAndValues.length / 2, call)), row -> {}, (Object[])
                namesAndValues);
    }

    /** How plans are made, as the class says. One that is kept must be right for a table that has grown since. */
    void planBySize() throws SQLException {
        set(
                "plan_cache_mode", small ? "force_generic_plan" : "force_custom_plan",
                "enable_seqscan", small ? "off" : "on");
    }

    /**
     * While only this is on, updates find their rows by index, never by reading the ledger: what a batch costs must not depend on the
     * ledger's size. Without it a planner that has no statistics yet took 72 s instead of 0.2 s.
     */
    void probe(boolean only) throws SQLException {
        String others = only ? "off" : "on";
        set(
                "enable_hashjoin", others,
                "enable_mergejoin", others,
                "enable_material", others,
                "enable_seqscan", only || small ? "off" : "on");
    }

    /** Tells the planner what a temporary table holds, if it matters. */
    void analyze(String tableAndColumns) throws SQLException {
        if (!small) {
            run("analyze " + tableAndColumns);
        }
    }

    /** Makes temporary tables of this transaction empty again. */
    void empty(String... tables) throws SQLException {
        if (!small) {
            run("truncate " + String.join(", ", tables));
            return;
        }
        for (String table : tables) {
            run("delete from " + table);
        }
    }

    /** The batch's instant. */
    OffsetDateTime advance(Ledger ledger, Clock clock) throws SQLException {
        return LedgerClock.advance(connection, ledger, clock);
    }

    /** Runs a statement and returns how many rows it changed. */
    long run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.execute() ? 0 : statement.getLargeUpdateCount();
        }
    }

    /** Runs a query and reads its rows one by one, never all in memory. */
    void each(String sql, RowReader reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** Whether a query finds anything. */
    boolean exists(String query, Object... parameters) throws SQLException {
        boolean[] found = new boolean[1];
        each("select exists (" + query + ")", row -> found[0] = row.getBoolean(1), parameters);
        return found[0];
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(small ? 1 : 0);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
