package dev.assay.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a transaction's connection. */
@FunctionalInterface
public interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
}
