package dev.assay.classification.override;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.ProblemType;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The overrides of customers, on the connection of a transaction that entered the ledger; what happens when one is agreed to. */
@ApplicationScoped
public class Overrides implements ChangeKind {

    static final String KIND = "OVERRIDE";

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return KIND;
    }

    public void insert(
            Connection connection,
            Ledger ledger,
            long customerId,
            OverrideRequest.Checked wanted,
            long requestId,
            String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into override (ledger_id, customer_id, field, value, reason, evidence, expires_on, ends_when, request_id,
                  requested_by, requested_at)
                values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setString(3, wanted.field().name());
            insert.setString(4, wanted.value().toString());
            insert.setString(5, wanted.reason());
            insert.setString(6, wanted.evidence());
            insert.setObject(7, wanted.expiresOn());
            insert.setArray(
                    8, connection.createArrayOf("text", wanted.endsWhen().toArray()));
            insert.setLong(9, requestId);
            insert.setString(10, by);
            insert.setObject(11, now());
            insert.executeUpdate();
        }
    }

    /** From now on it has effect; one that stood in the same place has not any more. */
    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        try (PreparedStatement replace = connection.prepareStatement("""
                update override o set ended_at = ?, ended_by = ?
                  from override wanted
                 where wanted.request_id = ? and o.customer_id = wanted.customer_id and o.field = wanted.field
                   and o.id <> wanted.id and o.approved_at is not null and o.ended_at is null
                """)) {
            replace.setObject(1, now());
            replace.setString(2, "request " + request.id());
            replace.setLong(3, request.id());
            replace.executeUpdate();
        }
        try (PreparedStatement approve = connection.prepareStatement(
                "update override set approved_at = ? where request_id = ? and expires_on >= ?")) {
            approve.setObject(1, now());
            approve.setLong(2, request.id());
            approve.setObject(3, today);
            if (approve.executeUpdate() == 0) {
                throw ProblemType.CONFLICT.problem(
                        "The override would have expired before today; ask for another one.");
            }
        }
    }

    /** @throws dev.assay.platform.problem.Problem NOT_FOUND; CONFLICT if it has no effect any more, or none yet */
    public void end(Connection connection, Ledger ledger, long customerId, long id, String by) throws SQLException {
        CustomerOverride override = ofCustomer(connection, ledger, customerId).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem("The customer has no override " + id + "."));
        if (override.state() != CustomerOverride.State.ACTIVE) {
            throw ProblemType.CONFLICT.problem(
                    "CustomerOverride " + id + " is " + override.state() + "; only an active one is ended."
                            + (override.state() == CustomerOverride.State.REQUESTED
                                    ? " Withdraw request " + override.requestId() + "."
                                    : ""));
        }
        try (PreparedStatement update = connection.prepareStatement(
                "update override set ended_at = ?, ended_by = ? where id = ? and ended_at is null")) {
            update.setObject(1, now());
            update.setString(2, by);
            update.setLong(3, id);
            update.executeUpdate();
        }
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change("override", String.valueOf(id), "{\"state\":\"ACTIVE\"}", "{\"state\":\"ENDED\"}"));
    }

    /** All of a customer, newest first. */
    public List<CustomerOverride> ofCustomer(Connection connection, Ledger ledger, long customerId)
            throws SQLException {
        return RoundTrip.alone(connection, trip -> ask(trip, ledger, customerId));
    }

    /** All of a customer, newest first. */
    public RoundTrip.Answer<List<CustomerOverride>> ask(RoundTrip trip, Ledger ledger, long customerId) {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        // A handful of rows by index.
        return trip.ask(
                "select * from override where customer_id = ? and ledger_id = ? order by id desc",
                row -> {
                    List<CustomerOverride> overrides = new ArrayList<>();
                    while (row.next()) {
                        overrides.add(override(row, today));
                    }
                    return served(trip.connection(), overrides);
                },
                customerId,
                ledger.id());
    }

    /** With those that have done their part; only few name a grade, and only they are looked up in the months of the log. */
    private static List<CustomerOverride> served(Connection connection, List<CustomerOverride> overrides)
            throws SQLException {
        Object[] asking = overrides.stream()
                .filter(each ->
                        each.state() == CustomerOverride.State.ACTIVE || each.state() == CustomerOverride.State.EXPIRED)
                .filter(each -> !each.endsWhen().isEmpty())
                .map(CustomerOverride::id)
                .toArray();
        if (asking.length == 0) {
            return overrides;
        }
        // By decision_of_customer.
        try (PreparedStatement query = connection.prepareStatement("""
                select o.id from override o
                 where o.id = any (?)
                   and exists (select from decision d
                                 join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at and e.applied
                                where d.customer_id = o.customer_id and d.decided_at > o.approved_at
                                  and d.grade = any (o.ends_when))
                """)) {
            query.setArray(1, connection.createArrayOf("bigint", asking));
            Set<Long> served = new HashSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    served.add(row.getLong(1));
                }
            }
            return overrides.stream()
                    .map(each -> served.contains(each.id()) ? each.with(CustomerOverride.State.SERVED) : each)
                    .toList();
        }
    }

    private CustomerOverride override(ResultSet row, LocalDate today) throws SQLException {
        Instant approved = instant(row, "approved_at");
        Instant ended = instant(row, "ended_at");
        LocalDate expires = row.getObject("expires_on", LocalDate.class);
        CustomerOverride.State state = CustomerOverride.State.ACTIVE;
        if (approved == null) {
            state = CustomerOverride.State.REQUESTED;
        } else if (ended != null) {
            state = CustomerOverride.State.ENDED;
        } else if (expires.isBefore(today)) {
            state = CustomerOverride.State.EXPIRED;
        }
        return new CustomerOverride(
                row.getLong("id"),
                CustomerOverride.Field.valueOf(row.getString("field")),
                read(row.getString("value")),
                row.getString("reason"),
                row.getString("evidence"),
                expires,
                List.of((String[]) row.getArray("ends_when").getArray()),
                row.getLong("request_id"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                approved,
                ended,
                row.getString("ended_by"),
                state);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The value is stored as JSON", e);
        }
    }
}
