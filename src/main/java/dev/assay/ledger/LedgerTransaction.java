package dev.assay.ledger;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The only door to a ledger's data: a new transaction that has entered one ledger.
 *
 * <p>Row-level security shows the transaction that ledger's rows and no others. Hibernate calls made inside the work share its
 * connection. An exception of the work rolls everything back.
 */
@ApplicationScoped
public class LedgerTransaction {

    @Inject
    DataSource database;

    /** Runs work that may write. */
    public <T> T call(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, "set transaction isolation level read committed");
    }

    /** Runs work that may write and gives nothing back. */
    public void run(Ledger ledger, SqlAction work) {
        var unused = call(ledger, connection -> {
            work.run(connection);
            return true;
        });
    }

    /** Runs work that only reads, on one snapshot of the database. */
    public <T> T read(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, "set transaction isolation level repeatable read, read only");
    }

    private <T> T inTransaction(Ledger ledger, SqlWork<T> work, String mode) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                enter(connection, ledger, mode);
                return work.run(connection);
            }
        });
    }

    /** Both statements go to the server in one round trip. */
    private static void enter(Connection connection, Ledger ledger, String mode) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(mode + "; select set_config('assay.ledger', ?, true)")) {
            statement.setString(1, String.valueOf(ledger.id()));
            statement.execute();
        }
    }
}
