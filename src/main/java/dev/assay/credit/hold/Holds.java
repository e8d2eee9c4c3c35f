package dev.assay.credit.hold;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeRequests;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
public class Holds {

    private static final String ENTITY = "credit-hold";
    private static final String PASSES = "passes its checks";

    private static final String SELECT =
            "select h.*, c.code from credit_hold h join customer c on c.id = h.customer_id where h.ledger_id = ?";

    @Inject
    ChangeRequests requests;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** What is looked for; null asks for nothing. */
    record Search(
            @Nullable Boolean released,
            @Nullable String owner,
            @Nullable Boolean ofOrders,
            @Nullable String customer) {}

    /** An order must wait: its hold is raised, or says now what stops it. */
    public void raiseOrder(
            RoundTrip trip,
            Ledger ledger,
            long customerId,
            String orderId,
            BigDecimal amount,
            @Nullable Integer periodDays,
            List<String> reasons,
            String by)
            throws SQLException {
        var unused = trip.ask(
                """
                insert into credit_hold (ledger_id, customer_id, order_id, amount, period_days, reasons, raised_at, raised_by)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (ledger_id, order_id) where order_id is not null and released_at is null
                do update set customer_id = excluded.customer_id, amount = excluded.amount, period_days = excluded.period_days,
                  reasons = excluded.reasons
                returning id
                """,
                ResultSet::next,
                ledger.id(),
                customerId,
                orderId,
                amount.movePointRight(ledger.baseScale()).longValueExact(),
                periodDays,
                trip.array("text", reasons.toArray()),
                now(),
                by);
    }

    /** An order may go: its hold, if there is one, is over. */
    public void settleOrder(RoundTrip trip, Ledger ledger, String orderId, String by) {
        var unused = trip.ask(
                """
                update credit_hold set released_at = ?, released_by = ?, release_note = ?
                 where ledger_id = ? and order_id = ? and released_at is null
                returning request_id
                """, row -> obsolete(trip.connection(), ledger, row, by), now(), by, PASSES, ledger.id(), orderId);
    }

    /** Requests to release what is released now. */
    private int obsolete(Connection connection, Ledger ledger, ResultSet row, String by) throws SQLException {
        int waiting = 0;
        while (row.next()) {
            long request = row.getLong(1);
            if (!row.wasNull()) {
                requests.obsoleteIfFree(connection, ledger, request, by);
                waiting++;
            }
        }
        return waiting;
    }

    /** A person stops a customer's credit. */
    CreditHold raise(
            Connection connection, Ledger ledger, long customerId, String reason, @Nullable String owner, String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into credit_hold (ledger_id, customer_id, reasons, owner, raised_at, raised_by)
                values (?, ?, ?, ?, ?, ?)
                returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setArray(3, connection.createArrayOf("text", new Object[] {reason}));
            insert.setString(4, owner);
            insert.setObject(5, now());
            insert.setString(6, by);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                CreditHold hold = require(connection, ledger, row.getLong(1));
                audit(connection, ledger, hold.id(), null, hold, by);
                return hold;
            }
        }
    }

    CreditHold require(Connection connection, Ledger ledger, long id) throws SQLException {
        return find(connection, ledger, id)
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                        "There is no hold " + id + " in ledger \"" + ledger.code() + "\"."));
    }

    private Optional<CreditHold> find(Connection connection, Ledger ledger, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + " and h.id = ?")) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            return read(query, ledger).stream().findFirst();
        }
    }

    /** The work list: oldest first, after a given one. */
    List<CreditHold> page(Connection connection, Ledger ledger, Search search, long after, int limit)
            throws SQLException {
        // By credit_hold_open, those that are open.
        StringBuilder conditions = new StringBuilder();
        List<Object> values = new ArrayList<>(List.of(ledger.id(), after));
        if (search.released() != null) {
            conditions.append(" and h.released_at is ").append(search.released() ? "not null" : "null");
        }
        if (search.owner() != null) {
            conditions.append(" and h.owner = ?");
            values.add(search.owner());
        }
        if (search.ofOrders() != null) {
            conditions.append(" and h.order_id is ").append(search.ofOrders() ? "not null" : "null");
        }
        if (search.customer() != null) {
            conditions.append(" and c.code = ?");
            values.add(search.customer());
        }
        values.add(limit);
        try (PreparedStatement query =
                connection.prepareStatement(SELECT + " and h.id > ?" + conditions + " order by h.id limit ?")) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            return read(query, ledger);
        }
    }

    private static List<CreditHold> read(PreparedStatement query, Ledger ledger) throws SQLException {
        List<CreditHold> holds = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                OffsetDateTime released = row.getObject("released_at", OffsetDateTime.class);
                holds.add(new CreditHold(
                        row.getLong("id"),
                        row.getString("code"),
                        row.getLong("customer_id"),
                        row.getString("order_id"),
                        row.getObject("amount") == null
                                ? null
                                : BigDecimal.valueOf(row.getLong("amount"), ledger.baseScale()),
                        (Integer) row.getObject("period_days"),
                        List.of((String[]) row.getArray("reasons").getArray()),
                        row.getString("owner"),
                        row.getObject("raised_at", OffsetDateTime.class).toInstant(),
                        row.getString("raised_by"),
                        released == null ? null : released.toInstant(),
                        row.getString("released_by"),
                        row.getString("release_note"),
                        (Long) row.getObject("request_id")));
            }
        }
        return holds;
    }

    void assign(Connection connection, Ledger ledger, long id, @Nullable String owner, String by) throws SQLException {
        CreditHold before = require(connection, ledger, id);
        refuseReleased(before);
        try (PreparedStatement update = connection.prepareStatement("update credit_hold set owner = ? where id = ?")) {
            update.setString(1, owner);
            update.setLong(2, id);
            update.executeUpdate();
        }
        audit(connection, ledger, id, before, require(connection, ledger, id), by);
    }

    static void refuseReleased(CreditHold hold) {
        if (hold.releasedAt() != null) {
            throw ProblemType.CONFLICT.problem(
                    "Hold " + hold.id() + " was released by " + hold.releasedBy() + " already.");
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    void audit(Connection connection, Ledger ledger, long id, @Nullable CreditHold before, CreditHold after, String by)
            throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(
                        ENTITY,
                        String.valueOf(id),
                        before == null ? null : json.valueToTree(before).toString(),
                        json.valueToTree(after).toString()));
    }
}
