package dev.assay.ruleset.release;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/** Versions that must not serve a ledger any more. Decisions that were made by them are replayed all the same. */
final class Retirements {

    private Retirements() {}

    static Set<String> all(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select hash from ruleset_retirement where ledger_id = ?")) {
            query.setInt(1, ledger.id());
            Set<String> versions = new HashSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    versions.add(row.getString(1));
                }
            }
            return versions;
        }
    }

    /** @throws dev.assay.platform.problem.Problem CONFLICT for a version that retired */
    static void refuse(Connection connection, Ledger ledger, String version) throws SQLException {
        if (all(connection, ledger).contains(version)) {
            throw ProblemType.CONFLICT.problem(
                    "Version " + version + " retired; submit its content anew if it is wanted.");
        }
    }

    static void add(Connection connection, Ledger ledger, String version, String by, Instant at, String reason)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ruleset_retirement (ledger_id, hash, retired_by, retired_at, reason) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, version);
            insert.setString(3, by);
            insert.setObject(4, at.atOffset(ZoneOffset.UTC));
            insert.setString(5, reason);
            insert.executeUpdate();
        }
    }
}
