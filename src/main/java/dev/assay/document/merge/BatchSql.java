package dev.assay.document.merge;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.postgresql.PGStatement;

/**
 * The statements of one merge on its connection. They are planned anew each time they run: the temporary tables hold one line
 * in one batch and a million in the next, and a remembered plan would be wrong for one of them.
 */
public final class BatchSql {

    /** Reads one row. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static final int FETCH_ROWS = 1_000;

    private final Connection connection;

    public BatchSql(Connection connection) {
        this.connection = connection;
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
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
