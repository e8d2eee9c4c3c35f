package dev.assay.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.approval.ChangeRequest.State;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
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

/**
 * Requests and their answers, on the connection of a transaction that entered the ledger. Nobody answers his own; each person
 * counts once; who agrees to an amount must have the authority for it.
 */
@ApplicationScoped
public class ChangeRequests {

    private static final String ENTITY = "change-request";

    @Inject
    @Any
    Instance<ChangeKind> kinds;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * What is asked for.
     *
     * @param customerId null if it is about no single customer
     * @param amount in the ledger's base currency; null if no money moves
     */
    public record Wish(
            String kind,
            String subject,
            @Nullable Long customerId,
            ChangeRequest.Summary summary,
            JsonNode payload,
            @Nullable BigDecimal amount) {}

    /** Opens a request of the caller's and returns its id. */
    public long open(Connection connection, Ledger ledger, Wish wish) throws SQLException {
        return open(connection, ledger, wish, caller.name());
    }

    /** Opens a request for somebody who may not be calling, such as who started a run, and returns its id. */
    public long open(Connection connection, Ledger ledger, Wish wish, String requestedBy) throws SQLException {
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
            insert.setString(7, write(wish.payload()));
            insert.setBigDecimal(8, wish.amount());
            insert.setInt(9, policy.levelsFor(wish.amount()));
            insert.setString(10, requestedBy);
            insert.setObject(11, utc(now));
            insert.setObject(12, utc(now.plus(Duration.ofDays(policy.deadlineDays()))));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                long id = row.getLong(1);
                audit(connection, ledger, id, "opened", wish.summary().en(), requestedBy);
                return id;
            }
        }
    }

    /** @throws dev.assay.platform.problem.Problem NOT_FOUND */
    public ChangeRequest require(Connection connection, Ledger ledger, long id) throws SQLException {
        return require(connection, ledger, id, "");
    }

    private ChangeRequest require(Connection connection, Ledger ledger, long id, String lock) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select * from change_request where ledger_id = ? and id = ?" + lock)) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw ProblemType.NOT_FOUND.problem(
                            "There is no request " + id + " in ledger \"" + ledger.code() + "\".");
                }
                return request(row, steps(connection, id));
            }
        }
    }

    /**
     * Newest first.
     *
     * @param waitingForCaller only those the caller may agree to
     */
    List<ChangeRequest> page(
            Connection connection,
            Ledger ledger,
            @Nullable State state,
            @Nullable String kind,
            boolean waitingForCaller,
            long beforeId,
            int limit)
            throws SQLException {
        StringBuilder conditions = new StringBuilder();
        List<Object> values = new ArrayList<>(List.of(ledger.id(), beforeId));
        OffsetDateTime now = utc(clock.instant());
        if (state == State.PENDING || state == State.EXPIRED || waitingForCaller) {
            conditions
                    .append(" and state = 'PENDING' and deadline ")
                    .append(state == State.EXPIRED ? "<" : ">=")
                    .append(" ?");
            values.add(now);
        } else if (state != null) {
            conditions.append(" and state = ?");
            values.add(state.name());
        }
        if (kind != null) {
            conditions.append(" and kind = ?");
            values.add(kind);
        }
        if (waitingForCaller) {
            conditions.append(" and requested_by <> ? and not exists (select from change_request_step s"
                    + " where s.request_id = change_request.id and s.step = 'APPROVE' and s.taken_by = ?)");
            values.add(caller.name());
            values.add(caller.name());
            caller.approvalLimit().ifPresent(authority -> {
                conditions.append(" and (amount is null or amount <= ?)");
                values.add(authority);
            });
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

    /**
     * The caller agrees; with the last of those who must, it is done.
     *
     * @throws dev.assay.platform.problem.Problem FORBIDDEN for one's own and above one's authority; CONFLICT if it is answered or
     *     its deadline is over; DUPLICATE the second time
     */
    public ChangeRequest approve(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        ChangeRequest request = lock(connection, ledger, id);
        refuseOwn(request);
        requireAuthority(ledger, request.amount());
        if (request.steps().stream()
                .anyMatch(step -> step.step().equals("APPROVE") && step.by().equals(caller.name()))) {
            throw ProblemType.DUPLICATE.problem("You agreed to this already; another person must, too.");
        }
        step(connection, ledger, id, "APPROVE", comment);
        if (request.approvals() + 1 >= request.levels()) {
            close(connection, id, State.APPROVED);
            kind(request).approved(connection, ledger, require(connection, ledger, id));
        }
        return require(connection, ledger, id);
    }

    /** By another person than the one who asked. */
    public ChangeRequest reject(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        refuseOwn(lock(connection, ledger, id));
        step(connection, ledger, id, "REJECT", comment);
        return refused(connection, ledger, id, State.REJECTED);
    }

    private ChangeRequest refused(Connection connection, Ledger ledger, long id, State state) throws SQLException {
        close(connection, id, state);
        ChangeRequest request = require(connection, ledger, id);
        kind(request).refused(connection, ledger, request, caller.name());
        return request;
    }

    /** Takes back a request for what is gone, if it still waits; its kind isn't told. */
    public void obsolete(Connection connection, Ledger ledger, long id) throws SQLException {
        if (lockAny(connection, ledger, id).state() == State.PENDING) {
            step(connection, ledger, id, "WITHDRAW", "what it asked for is gone");
            close(connection, id, State.WITHDRAWN);
        }
    }

    /** The request for something that nobody has answered; its deadline may be over. */
    public Optional<ChangeRequest> unanswered(Connection connection, Ledger ledger, String kind, String subject)
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

    /** By the one who asked. */
    public ChangeRequest withdraw(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        if (!lock(connection, ledger, id).requestedBy().equals(caller.name())) {
            throw ProblemType.FORBIDDEN.problem("Only who asked for it withdraws it; others reject it.");
        }
        step(connection, ledger, id, "WITHDRAW", comment);
        return refused(connection, ledger, id, State.WITHDRAWN);
    }

    ChangeRequest comment(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        require(connection, ledger, id);
        step(connection, ledger, id, "COMMENT", comment);
        return require(connection, ledger, id);
    }

    /** Whoever answers at the same time waits here, and then finds it answered. */
    private ChangeRequest lock(Connection connection, Ledger ledger, long id) throws SQLException {
        ChangeRequest request = lockAny(connection, ledger, id);
        if (request.state() != State.PENDING) {
            throw ProblemType.CONFLICT.problem("Request " + id + " is " + request.state() + " already.");
        }
        return request;
    }

    /** The steps are read after the lock is there, so they are those of whoever had it before. */
    private ChangeRequest lockAny(Connection connection, Ledger ledger, long id) throws SQLException {
        return require(connection, ledger, id, " for update");
    }

    private void refuseOwn(ChangeRequest request) {
        if (request.requestedBy().equals(caller.name())) {
            throw ProblemType.FORBIDDEN.problem("You asked for this; nobody answers his own. 不能审批自己的申请。");
        }
    }

    private void requireAuthority(Ledger ledger, @Nullable BigDecimal amount) {
        BigDecimal limit = caller.approvalLimit().orElse(null);
        if (amount != null && limit != null && limit.compareTo(amount) < 0) {
            throw ProblemType.FORBIDDEN.problem("The request moves " + amount.toPlainString() + " "
                    + ledger.baseCurrency() + "; you may agree to " + limit.toPlainString() + ".");
        }
    }

    private ChangeKind kind(ChangeRequest request) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(request.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing does requests of kind " + request.kind()));
    }

    private void step(Connection connection, Ledger ledger, long id, String step, String comment) throws SQLException {
        String by = caller.name();
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
        audit(connection, ledger, id, step, comment, by);
    }

    private void close(Connection connection, long id, State state) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update change_request set state = ?, closed_at = ? where id = ?")) {
            update.setString(1, state.name());
            update.setObject(2, utc(clock.instant()));
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    private void audit(Connection connection, Ledger ledger, long id, String event, String comment, String by)
            throws SQLException {
        JsonNode after = json.createObjectNode().put("event", event).put("comment", comment);
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(ENTITY, String.valueOf(id), null, write(after)));
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

    private String write(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain data", e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The payload is stored as JSON", e);
        }
    }
}
