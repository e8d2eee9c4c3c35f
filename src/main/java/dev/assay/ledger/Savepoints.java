package dev.assay.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Places a transaction can go back to. They nest: the innermost is meant. */
public final class Savepoints {

    private Savepoints() {}

    public static void set(Connection connection) throws SQLException {
        execute(connection, "savepoint here");
    }

    /** Undoes everything since; the place is gone. */
    public static void back(Connection connection) throws SQLException {
        execute(connection, "rollback to savepoint here; release savepoint here");
    }

    /** Keeps everything since; the place is gone. */
    public static void keep(Connection connection) throws SQLException {
        execute(connection, "release savepoint here");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
