package dev.assay.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies the rows of a ledger's last batch by binary {@code COPY} into tables of the same columns without partitions, indexes
 * and policies, and prints rows (documents and allocations) per second: the floor that intake is held against.
 */
public final class BareCopy {
    private static final String KEYS =
            "select k.* from document_key k join document d on d.key = k.key and d.customer_id = k.customer_id where d.batch_id = (select max(id) from document_batch)";
    private static final String DOCUMENTS =
            "select * from document where batch_id = (select max(id) from document_batch)";
    private static final String ALLOCATIONS =
            "select * from allocation where recorded_at = (select recorded_at from document_batch order by id desc limit 1)";

    private BareCopy() {}

    /** Arguments: JDBC URL, user, password, ledger code. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
            enter(connection, arguments[3]);
            long rows = 0;
            double seconds = 0;
            for (String[] table :
                    new String[][] {{"document_key", KEYS}, {"document", DOCUMENTS}, {"allocation", ALLOCATIONS}}) {
                Path file = Files.createTempFile("bare", ".copy");
                try {
                    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
                    try (OutputStream out = Files.newOutputStream(file)) {
                        copy.copyOut("copy (" + table[1] + ") to stdout with (format binary)", out);
                    }
                    execute(connection, "create table bare (like " + table[0] + ")");
                    long start = System.nanoTime();
                    try (InputStream in = Files.newInputStream(file)) {
                        long copied = copy.copyIn("copy bare from stdin with (format binary)", in, 1 << 20);
                        rows += table[0].equals("document_key") ? 0 : copied; // a key is no row of its own
                    }
                    seconds += (System.nanoTime() - start) / 1e9;
                } finally {
                    execute(connection, "drop table if exists bare");
                    Files.delete(file);
                }
            }
            System.out.printf("%,d rows in %.1f s by bare COPY: %,.0f rows/s%n", rows, seconds, rows / seconds);
        }
    }

    private static void enter(Connection connection, String ledger) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select set_config('assay.ledger', id::text, false) from ledger where code = ?")) {
            statement.setString(1, ledger);
            statement.execute();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
