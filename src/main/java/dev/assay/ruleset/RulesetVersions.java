package dev.assay.ruleset;

import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Every ruleset version that ever served, by the hash of its content, so that any decision can be replayed. */
@ApplicationScoped
public class RulesetVersions {

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    /** Keeps a version; one that is kept already stays as it is. */
    public void keep(String name, RulesetFiles files) {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                if (insertVersion(connection, name, files.hash())) {
                    insertFiles(connection, files);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Ruleset version " + files.hash() + " could not be stored", e);
        }
    }

    private boolean insertVersion(Connection connection, String name, String hash) throws SQLException {
        String sql = "insert into ruleset_version (hash, name, stored_at) values (?, ?, ?) on conflict do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, hash);
            insert.setString(2, name);
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            return insert.executeUpdate() == 1;
        }
    }

    private static void insertFiles(Connection connection, RulesetFiles files) throws SQLException {
        String sql = "insert into ruleset_file (hash, path, content) values (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<String, byte[]> file : files.asMap().entrySet()) {
                insert.setString(1, files.hash());
                insert.setString(2, file.getKey());
                insert.setBytes(3, file.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    public boolean isKept(String hash) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("select 1 from ruleset_version where hash = ?")) {
            query.setString(1, hash);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Ruleset versions could not be read", e);
        }
    }

    /** Whether a version ever came into service from the rules folder. */
    public boolean everServedInstallation(String hash) {
        return servedInstallation(hash, Instant.MAX);
    }

    /** Whether a version came into service from the rules folder before an instant. */
    public boolean servedInstallation(String hash, Instant before) {
        String sql =
                "select 1 from ruleset_activation where hash = ? and (?::timestamptz is null or activated_at < ?) limit 1";
        Timestamp until = before.equals(Instant.MAX) ? null : Timestamp.from(before);
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, hash);
            query.setTimestamp(2, until);
            query.setTimestamp(3, until);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Ruleset activations could not be read", e);
        }
    }

    /** The files of a version; empty if it was never kept. */
    public Optional<RulesetFiles> files(String hash) throws RulesetException {
        Map<String, byte[]> content = new TreeMap<>();
        String sql = "select path, content from ruleset_file where hash = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, hash);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    content.put(rows.getString(1), rows.getBytes(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Ruleset version " + hash + " could not be read", e);
        }
        return content.isEmpty() ? Optional.empty() : Optional.of(RulesetFiles.of(content));
    }
}
