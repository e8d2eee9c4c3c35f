package dev.assay.reclassification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run.Prepared;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored runs of a ledger, on the connection of a transaction that entered it. */
@ApplicationScoped
class Runs {

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** What is stored of a new run. */
    record Request(
            Run.Mode mode,
            LocalDate asOf,
            Instant knownAt,
            Run.Scope scope,
            @Nullable Instant changedSince,
            JsonNode filter,
            String rulesetVersion,
            String requestedBy) {}

    /** Queues a run; some node begins it. A second APPLY of a ledger violates an index: look for {@link #applying} first. */
    Run queue(Connection connection, Ledger ledger, Request request) throws SQLException {
        long id;
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into reclassification (ledger_id, mode, as_of, known_at, scope, changed_since, filter, ruleset_version,
                       requested_by, requested_at, state)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, 'QUEUED')
                returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, request.mode().name());
            insert.setObject(3, request.asOf());
            insert.setObject(4, utc(request.knownAt()));
            insert.setString(5, request.scope().name());
            insert.setObject(6, request.changedSince() == null ? null : utc(request.changedSince()));
            insert.setString(7, json.writeValueAsString(request.filter()));
            insert.setString(8, request.rulesetVersion());
            insert.setString(9, request.requestedBy());
            insert.setObject(10, utc(clock.instant()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                id = row.getLong(1);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written as JSON", e);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into reclassification_lease (run_id, ledger_id) values (?, ?)")) {
            insert.setLong(1, id);
            insert.setInt(2, ledger.id());
            insert.executeUpdate();
        }
        return find(connection, ledger, id).orElseThrow();
    }

    Optional<Run> find(Connection connection, Ledger ledger, long id) throws SQLException {
        return list(connection, ledger, "id = ?", id, 1).stream().findFirst();
    }

    static Problem unknown(Ledger ledger, long id) {
        return ProblemType.RUN_NOT_FOUND.problem("Run " + id + " doesn't exist in ledger \"" + ledger.code() + "\".");
    }

    /** The APPLY run that isn't finished. */
    Optional<Run> applying(Connection connection, Ledger ledger) throws SQLException {
        return list(connection, ledger, "mode = 'APPLY' and finished_at is null and id < ?", Long.MAX_VALUE, 1).stream()
                .findFirst();
    }

    /** The last run that was applied to everyone or to all who had changed: later changes are those since. */
    Optional<Run> lastApplied(Connection connection, Ledger ledger) throws SQLException {
        return list(
                        connection,
                        ledger,
                        "mode = 'APPLY' and state = 'DONE' and filter = '{}' and id < ?",
                        Long.MAX_VALUE,
                        1)
                .stream()
                .findFirst();
    }

    /** Newest first, after a given one. */
    List<Run> before(Connection connection, Ledger ledger, long id, int limit) throws SQLException {
        return list(connection, ledger, "id < ?", id, limit);
    }

    private List<Run> list(Connection connection, Ledger ledger, String condition, long id, int limit)
            throws SQLException {
        // Walks reclassification_latest.
        String sql =
                "select * from reclassification where ledger_id = ? and " + condition + " order by id desc limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            query.setInt(3, limit);
            List<Run> runs = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    runs.add(read(row, ledger));
                }
            }
            return runs;
        }
    }

    /** The ledger's histories are being read, perhaps again. */
    void reading(Connection connection, Run run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update reclassification
                   set state = 'READING', started_at = coalesce(started_at, ?)
                 where id = ? and state in ('QUEUED', 'READING')
                """)) {
            update.setObject(1, utc(clock.instant()));
            update.setLong(2, run.id());
            one(update);
        }
    }

    /** The run's decisions have an evaluation now. */
    void prepared(Connection connection, Run run, Prepared prepared) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update reclassification
                   set state = 'EVALUATING', evaluation_id = ?, decided_at = ?, cut_points_id = ?, customers = ?,
                       started_at = coalesce(started_at, ?)
                 where id = ? and ledger_id = ? and state in ('QUEUED', 'READING')
                """)) {
            update.setLong(1, prepared.evaluationId());
            update.setObject(2, utc(prepared.decidedAt()));
            update.setLong(3, prepared.cutPointsId());
            update.setLong(4, prepared.customers());
            update.setObject(5, utc(clock.instant()));
            update.setLong(6, run.id());
            update.setInt(7, run.ledger().id());
            one(update);
        }
    }

    /** A guardrail stops the run until a person answers; no node works on it meanwhile. */
    void waiting(Connection connection, Run run, String guard) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update reclassification set state = 'WAITING', guard = ? where id = ? and state = 'EVALUATING'")) {
            update.setString(1, guard);
            update.setLong(2, run.id());
            one(update);
        }
        release(connection, run.id());
    }

    /** A person lets a waiting run go on. */
    void confirmed(Connection connection, Run run, String by) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update reclassification set state = 'APPLYING', answered_by = ? where id = ? and state = 'WAITING'
                """)) {
            update.setString(1, by);
            update.setLong(2, run.id());
            one(update);
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into reclassification_lease (run_id, ledger_id, customers_done) values (?, ?, ?)
                """)) {
            insert.setLong(1, run.id());
            insert.setInt(2, run.ledger().id());
            insert.setLong(3, run.prepared() == null ? 0 : run.prepared().customers());
            insert.executeUpdate();
        }
    }

    void applying(Connection connection, Run run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update reclassification set state = 'APPLYING' where id = ? and state = 'EVALUATING'")) {
            update.setLong(1, run.id());
            one(update);
        }
    }

    /** Ends a run. */
    void finished(Connection connection, Run run, Run.State state, @Nullable String failure, @Nullable String by)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update reclassification
                   set state = ?, failure = ?, finished_at = ?, answered_by = coalesce(?, answered_by)
                 where id = ? and finished_at is null
                """)) {
            update.setString(1, state.name());
            update.setString(2, failure);
            update.setObject(3, utc(clock.instant()));
            update.setString(4, by);
            update.setLong(5, run.id());
            one(update);
        }
        try (PreparedStatement delete =
                connection.prepareStatement("delete from reclassification_customer where run_id = ?")) {
            delete.setLong(1, run.id());
            delete.executeUpdate();
        }
        release(connection, run.id());
    }

    /** Asks the node that works on a run to stop; false if the run ended meanwhile. */
    boolean requestCancel(Connection connection, Run run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update reclassification set cancel_requested = true where id = ? and finished_at is null")) {
            update.setLong(1, run.id());
            return update.executeUpdate() == 1;
        }
    }

    /** Whether somebody asked for it; until the transaction ends nobody else can. */
    boolean isCancelRequested(Connection connection, Run run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select cancel_requested from reclassification where id = ? for update")) {
            query.setLong(1, run.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** No node works on it any more. */
    private static void release(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from reclassification_lease where run_id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    private static void one(PreparedStatement update) throws SQLException {
        if (update.executeUpdate() != 1) {
            throw new IllegalStateException("The run was changed by someone else meanwhile");
        }
    }

    private Run read(ResultSet row, Ledger ledger) throws SQLException {
        Long evaluationId = (Long) row.getObject("evaluation_id");
        return new Run(
                row.getLong("id"),
                ledger,
                Run.Mode.valueOf(row.getString("mode")),
                row.getObject("as_of", LocalDate.class),
                instant(row, "known_at"),
                Run.Scope.valueOf(row.getString("scope")),
                instantOrNull(row, "changed_since"),
                tree(row.getString("filter")),
                row.getString("ruleset_version"),
                row.getString("requested_by"),
                instant(row, "requested_at"),
                Run.State.valueOf(row.getString("state")),
                evaluationId == null
                        ? null
                        : new Prepared(
                                evaluationId,
                                instant(row, "decided_at"),
                                row.getLong("cut_points_id"),
                                row.getLong("customers")),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "finished_at"),
                row.getBoolean("cancel_requested"),
                row.getString("guard"),
                row.getString("answered_by"),
                row.getString("failure"));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored as JSON is JSON", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
