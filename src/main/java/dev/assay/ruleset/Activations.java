package dev.assay.ruleset;

import dev.assay.audit.AuditLog;
import dev.assay.engine.EngineVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Which version served when, as the database remembers it; each entry stands in the audit record too. */
@ApplicationScoped
class Activations {

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    /** The version that is active, or was when the service ended. */
    Optional<Activation> last() {
        return latestOfEachVersion(1).stream().findFirst();
    }

    /** The last activation of each version, the latest version first. */
    List<Activation> latestOfEachVersion(int limit) {
        // The table has one row an activation: a few thousand after years.
        String sql = """
                select hash, activated_at, activated_by, engine_version
                  from ruleset_activation
                 where id in (select max(id) from ruleset_activation group by hash)
                 order by id desc
                 limit ?
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, limit);
            List<Activation> activations = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    activations.add(new Activation(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getString(3),
                            row.getString(4)));
                }
            }
            return activations;
        } catch (SQLException e) {
            throw new IllegalStateException("The ruleset activations could not be read", e);
        }
    }

    /** Writes down that a kept version serves from now on. */
    Activation record(String name, String version, String by) {
        String before = last().map(Activation::version).map(Activations::json).orElse(null);
        Activation activation =
                new Activation(version, clock.instant().truncatedTo(ChronoUnit.MICROS), by, EngineVersion.CURRENT);
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                insert(connection, activation);
                AuditLog.record(
                        connection,
                        AuditLog.INSTALLATION,
                        activation.at(),
                        by,
                        new AuditLog.Change("ruleset", name, before, json(version)));
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The activation of ruleset version " + version + " could not be stored", e);
        }
        return activation;
    }

    private static void insert(Connection connection, Activation activation) throws SQLException {
        String sql =
                "insert into ruleset_activation (hash, activated_at, activated_by, engine_version) values (?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, activation.version());
            insert.setObject(2, activation.at().atOffset(ZoneOffset.UTC));
            insert.setString(3, activation.by());
            insert.setString(4, activation.engineVersion());
            insert.executeUpdate();
        }
    }

    /** A version is a hash in hex: nothing in it needs escaping. */
    private static String json(String version) {
        return "{\"version\":\"" + version + "\"}";
    }
}
