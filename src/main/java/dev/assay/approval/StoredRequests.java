package dev.assay.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Account;
import dev.assay.approval.ChangeRequest.State;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as the database has them; who may do what with them is not asked here. */
@ApplicationScoped
class StoredRequests {

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** Returns the new request's id. */
    long insert(Connection connection, Ledger ledger, ChangeRequests.Wish wish, String requestedBy)
            throws SQLException {
        ApprovalPolicy policy = ApprovalPolicy.of(connection, ledger);
        Instant now = clock.instant();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into change_request (ledger_id, kind, subject, customer_id, summary_zh, summary_en, payload, amount, levels,
                  requested_by, requested_at, deadline)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, wish.kind());
            insert.setString(3, wish.subject());
            insert.setObject(4, wish.customerId(), Types.BIGINT);
            insert.setString(5, wish.summary().zh());
            insert.setString(6, wish.summary().en());
            insert.setString(7, wish.payload().toString());
            insert.setBigDecimal(8, wish.amount());
            insert.setInt(9, policy.levelsFor(wish.amount()));
            insert.setString(10, requestedBy);
            insert.setObject(11, utc(now));
            insert.setObject(12, utc(now.plus(Duration.ofDays(policy.deadlineDays()))));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** @param locked against other answers until the transaction ends; its steps are those of whoever had it before */
    Optional<ChangeRequest> find(Connection connection, Ledger ledger, long id, boolean locked) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from change_request where ledger_id = ? and id = ?" + (locked ? " for update" : ""))) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(request(row, steps(connection, id))) : Optional.empty();
            }
        }
    }

    /** Those that nobody answered in time. */
    List<Long> overdue(Connection connection, Ledger ledger) throws SQLException {
        // change_request_waiting: few are.
        try (PreparedStatement query = connection.prepareStatement(
                "select id from change_request where ledger_id = ? and state = 'PENDING' and deadline < ? order by id")) {
            query.setInt(1, ledger.id());
            query.setObject(2, utc(clock.instant()));
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        }
    }

    /** Locks it against other answers, if nobody has the lock. */
    boolean lockIfFree(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select 1 from change_request where id = ? for update skip locked")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * Newest first.
     *
     * @param forApprover only those this person may agree to; null: all
     */
    List<ChangeRequest> page(
            Connection connection,
            Ledger ledger,
            @Nullable State state,
            @Nullable String kind,
            @Nullable Account forApprover,
            long beforeId,
            int limit)
            throws SQLException {
        StringBuilder conditions = new StringBuilder();
        List<Object> values = new ArrayList<>(List.of(ledger.id(), beforeId));
        OffsetDateTime now = utc(clock.instant());
        if (state == State.EXPIRED) {
            conditions.append(" and (state = 'EXPIRED' or state = 'PENDING' and deadline < ?)");
            values.add(now);
        } else if (state == State.PENDING || forApprover != null) {
            conditions.append(" and state = 'PENDING' and deadline >= ?");
            values.add(now);
        } else if (state != null) {
            conditions.append(" and state = ?");
            values.add(state.name());
        }
        if (kind != null) {
            conditions.append(" and kind = ?");
            values.add(kind);
        }
        if (forApprover != null) {
            conditions.append(" and requested_by <> ? and not exists (select from change_request_step s"
                    + " where s.request_id = change_request.id and s.step = 'APPROVE' and s.taken_by = ?)");
            values.add(forApprover.name());
            values.add(forApprover.name());
            BigDecimal authority = forApprover.approvalLimit();
            if (authority != null) {
                conditions.append(" and (amount is null or amount <= ?)");
                values.add(authority);
            }
        }
        values.add(limit);
        try (PreparedStatement query =
                connection.prepareStatement("select * from change_request where ledger_id = ? and id < ?" + conditions
                        + " order by id desc limit ?")) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            List<ChangeRequest> requests = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    requests.add(request(row, steps(connection, row.getLong("id"))));
                }
            }
            return requests;
        }
    }

    /** The request for something that nobody has answered; its deadline may be over. */
    Optional<ChangeRequest> unanswered(Connection connection, Ledger ledger, String kind, String subject)
            throws SQLException {
        // change_request_waiting: few are.
        try (PreparedStatement query = connection.prepareStatement("""
                select * from change_request
                 where ledger_id = ? and kind = ? and subject = ? and state = 'PENDING'
                 order by id desc
                 limit 1
                """)) {
            query.setInt(1, ledger.id());
            query.setString(2, kind);
            query.setString(3, subject);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(request(row, steps(connection, row.getLong("id")))) : Optional.empty();
            }
        }
    }

    void step(Connection connection, Ledger ledger, long id, String step, String by, String comment)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into change_request_step (request_id, ledger_id, step, taken_by, taken_at, comment)
                values (?, ?, ?, ?, ?, ?)
                """)) {
            insert.setLong(1, id);
            insert.setInt(2, ledger.id());
            insert.setString(3, step);
            insert.setString(4, by);
            insert.setObject(5, utc(clock.instant()));
            insert.setString(6, comment);
            insert.executeUpdate();
        }
    }

    void close(Connection connection, long id, State state) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update change_request set state = ?, closed_at = ? where id = ?")) {
            update.setString(1, state.name());
            update.setObject(2, utc(clock.instant()));
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    private static List<ChangeRequest.Step> steps(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select step, taken_by, taken_at, comment from change_request_step where request_id = ? order by id")) {
            query.setLong(1, id);
            List<ChangeRequest.Step> steps = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    steps.add(new ChangeRequest.Step(
                            row.getString(1),
                            row.getString(2),
                            row.getObject(3, OffsetDateTime.class).toInstant(),
                            row.getString(4)));
                }
            }
            return steps;
        }
    }

    private ChangeRequest request(ResultSet row, List<ChangeRequest.Step> steps) throws SQLException {
        Instant deadline = row.getObject("deadline", OffsetDateTime.class).toInstant();
        State state = State.valueOf(row.getString("state"));
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new ChangeRequest(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("subject"),
                new ChangeRequest.Summary(row.getString("summary_zh"), row.getString("summary_en")),
                read(row.getString("payload")),
                row.getBigDecimal("amount"),
                row.getInt("levels"),
                state == State.PENDING && deadline.isBefore(clock.instant()) ? State.EXPIRED : state,
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                deadline,
                closed == null ? null : closed.toInstant(),
                steps);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The payload is stored as JSON", e);
        }
    }
}
