package dev.assay.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on the connection of a transaction that has entered a ledger, with nothing to give back. */
@FunctionalInterface
public interface SqlAction {
    void run(Connection connection) throws SQLException;
}
