package dev.assay.reclassification;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A node's right to work on a run, for a few seconds at a time. Instants are the database's, so that nodes needn't agree on theirs.
 *
 * @param node the node that holds it
 * @param seconds a node that says nothing for so long has lost its run to any other
 */
record Lease(long runId, int ledgerId, String node, int seconds) {

    /** Takes the oldest run nobody works on. */
    static Optional<Lease> take(DataSource database, String node, int seconds) {
        // A handful of rows: runs that aren't finished.
        String sql = """
                update reclassification_lease
                   set node = ?, leased_until = clock_timestamp() + make_interval(secs => ?)
                 where run_id = (
                       select run_id
                         from reclassification_lease
                        where leased_until < clock_timestamp()
                        order by run_id
                        limit 1
                          for update skip locked)
                returning run_id, ledger_id
                """;
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, node);
                update.setInt(2, seconds);
                try (ResultSet row = update.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Lease(row.getLong(1), row.getInt(2), node, seconds))
                            : Optional.<Lease>empty();
                }
            }
        });
    }

    /** Keeps the run, and tells how far it is; false if another node has it now, or it is finished. */
    boolean renew(DataSource database, long customersDone) {
        String sql = """
                update reclassification_lease
                   set leased_until = clock_timestamp() + make_interval(secs => ?), customers_done = ?
                 where run_id = ? and node = ?
                """;
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(sql)) {
                update.setInt(1, seconds);
                update.setLong(2, customersDone);
                update.setLong(3, runId);
                update.setString(4, node);
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Lets another node, or this one later, go on at once. */
    void giveUp(DataSource database) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(
                            "update reclassification_lease set leased_until = '-infinity' where run_id = ? and node = ?")) {
                update.setLong(1, runId);
                update.setString(2, node);
                update.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("A lease could not be given up", e);
            }
        });
    }

    /** The same after an error; returns how often that has happened now. */
    int giveUpFailed(DataSource database) {
        String sql = """
                update reclassification_lease
                   set leased_until = '-infinity', failures = failures + 1
                 where run_id = ? and node = ?
                returning failures
                """;
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, runId);
                update.setString(2, node);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? row.getInt(1) : 0;
                }
            }
        });
    }

    /**
     * Holds on to the lease until the transaction ends: no other node can take it in between, so what the transaction writes is
     * written once.
     *
     * @throws LostLeaseException if another node has it now
     */
    void hold(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select 1 from reclassification_lease where run_id = ? and node = ? for share")) {
            query.setLong(1, runId);
            query.setString(2, node);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new LostLeaseException(runId);
                }
            }
        }
    }

    /** Another node works on the run. */
    static final class LostLeaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostLeaseException(long runId) {
            super("Another node works on run " + runId);
        }
    }
}
