package dev.assay.reclassification.due;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The review calendar: what is due today or soon, and for whom. */
@Path("/api/v1/ledgers/{ledger}/due")
public class DueResource {

    private static final int SHOWN_MAX = 100;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    private interface Read<T> {
        T row(ResultSet row) throws SQLException;
    }

    /** @param days how far ahead it looks, 0 for today only */
    @GET
    @PermissionsAllowed(Permission.PORTFOLIO_READ)
    public DueView due(
            @PathParam("ledger") String ledgerCode, @QueryParam("days") @DefaultValue("7") @Min(0) @Max(366) int days) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate until = LocalDate.now(clock.withZone(ledger.timeZone())).plusDays(days);
        return transaction.read(
                ledger,
                connection -> new DueView(
                        until,
                        count(connection, ledger, until),
                        reviews(connection, ledger, until),
                        overrides(connection, ledger, until),
                        guarantees(connection, ledger, until),
                        requests(connection, ledger),
                        versions(connection, ledger),
                        guardedRuns(connection, ledger),
                        followUps(connection, ledger, until),
                        brokenPromises(connection, ledger),
                        feed(connection, ledger)));
    }

    /** By the index classification_review, as the next one. */
    private static long count(Connection connection, Ledger ledger, LocalDate until) throws SQLException {
        return query(
                        connection,
                        "select count(*) from classification where ledger_id = ? and review_on <= ?",
                        row -> row.getLong(1),
                        ledger.id(),
                        until)
                .get(0);
    }

    private static List<DueView.Review> reviews(Connection connection, Ledger ledger, LocalDate until)
            throws SQLException {
        String sql = """
                select c.code, c.name, s.grade, s.review_on
                  from classification s
                  join customer c on c.id = s.customer_id
                 where s.ledger_id = ? and s.review_on <= ? and c.status <> 'ARCHIVED'
                 order by s.review_on, s.customer_id
                 limit ?
                """;
        return query(
                connection,
                sql,
                row -> new DueView.Review(
                        row.getString(1), row.getString(2), row.getString(3), row.getObject(4, LocalDate.class)),
                ledger.id(),
                until,
                SHOWN_MAX);
    }

    /** By the index override_expiry, which holds only those that have effect. */
    private List<DueView.ExpiringOverride> overrides(Connection connection, Ledger ledger, LocalDate until)
            throws SQLException {
        String sql = """
                select o.id, c.code, o.field, o.expires_on
                  from override o
                  join customer c on c.id = o.customer_id
                 where o.ledger_id = ? and o.expires_on between ? and ? and o.approved_at is not null and o.ended_at is null
                 order by o.expires_on, o.id
                 limit ?
                """;
        return query(
                connection,
                sql,
                row -> new DueView.ExpiringOverride(
                        row.getLong(1), row.getString(2), row.getString(3), row.getObject(4, LocalDate.class)),
                ledger.id(),
                LocalDate.now(clock.withZone(ledger.timeZone())),
                until,
                SHOWN_MAX);
    }

    /** By the index guarantee_expiry, which holds only those that count. */
    private List<DueView.ExpiringGuarantee> guarantees(Connection connection, Ledger ledger, LocalDate until)
            throws SQLException {
        String sql = """
                select g.id, c.code, g.kind, g.accepted, g.valid_until
                  from guarantee g
                  join customer c on c.id = g.customer_id
                 where g.ledger_id = ? and g.valid_until between ? and ? and %s
                 order by g.valid_until, g.id
                 limit ?
                """.formatted(AcceptedGuarantees.STANDS);
        return query(
                connection,
                sql,
                row -> new DueView.ExpiringGuarantee(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        BigDecimal.valueOf(row.getLong(4), ledger.baseScale()),
                        row.getObject(5, LocalDate.class)),
                ledger.id(),
                LocalDate.now(clock.withZone(ledger.timeZone())),
                until,
                SHOWN_MAX);
    }

    private List<Long> requests(Connection connection, Ledger ledger) throws SQLException {
        if (!caller.may(Permission.CHANGE_APPROVE)) {
            return List.of();
        }
        BigDecimal authority = caller.approvalLimit().orElse(null);
        String sql =
                """
                select r.id from change_request r
                 where r.ledger_id = ? and r.state = 'PENDING' and r.deadline > ? and r.requested_by <> ?
                   and not exists (select from change_request_step s
                                    where s.request_id = r.id and s.step = 'APPROVE' and s.taken_by = ?)
                """ + (authority == null ? "" : " and (r.amount is null or r.amount <= ?)") + " order by r.id limit "
                        + SHOWN_MAX;
        List<Object> values = new ArrayList<>(
                List.of(ledger.id(), clock.instant().atOffset(ZoneOffset.UTC), caller.name(), caller.name()));
        if (authority != null) {
            values.add(authority);
        }
        return query(connection, sql, row -> row.getLong(1), values.toArray());
    }

    private List<Long> versions(Connection connection, Ledger ledger) throws SQLException {
        if (!caller.may(Permission.RULES_APPROVE)) {
            return List.of();
        }
        return query(
                connection,
                "select id from ruleset_review where ledger_id = ? and state = 'IN_REVIEW' and not ? = any (authors)"
                        + " order by id limit " + SHOWN_MAX,
                row -> row.getLong(1),
                ledger.id(),
                caller.name());
    }

    private static List<Long> guardedRuns(Connection connection, Ledger ledger) throws SQLException {
        return query(
                connection,
                "select id from reclassification where ledger_id = ? and state = 'WAITING' order by id",
                row -> row.getLong(1),
                ledger.id());
    }

    /** By the index customer_note_follow_up. */
    private static List<DueView.FollowUp> followUps(Connection connection, Ledger ledger, LocalDate until)
            throws SQLException {
        String sql = """
                select n.id, c.code, n.follow_up, n.noted_by
                  from customer_note n
                  join customer c on c.id = n.customer_id
                 where n.ledger_id = ? and n.follow_up <= ? and not n.done
                 order by n.follow_up, n.id
                 limit ?
                """;
        return query(
                connection,
                sql,
                row -> new DueView.FollowUp(
                        row.getLong(1), row.getString(2), row.getObject(3, LocalDate.class), row.getString(4)),
                ledger.id(),
                until,
                SHOWN_MAX);
    }

    /** Promises of a month, and the payments of who made them. */
    private List<DueView.BrokenPromise> brokenPromises(Connection connection, Ledger ledger) throws SQLException {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        String sql = """
                select p.id, c.code, p.due_on
                  from payment_promise p
                  join customer c on c.id = p.customer_id
                 where p.ledger_id = ? and p.due_on < ? and p.due_on >= ? and not p.withdrawn
                   and p.amount > (select coalesce(sum(d.amount), 0) from document d
                                    where d.customer_id = p.customer_id and d.kind = 4 and d.superseded_at = 'infinity'
                                      and d.doc_date between p.made_on and p.due_on)
                 order by p.due_on, p.id
                 limit ?
                """;
        return query(
                connection,
                sql,
                row -> new DueView.BrokenPromise(row.getLong(1), row.getString(2), row.getObject(3, LocalDate.class)),
                ledger.id(),
                today,
                today.minusMonths(1),
                SHOWN_MAX);
    }

    private DueView.Feed feed(Connection connection, Ledger ledger) throws SQLException {
        // The last batch by primary key.
        List<Instant> last = query(
                connection,
                "select recorded_at from document_batch where ledger_id = ? order by recorded_at desc limit 1",
                row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                ledger.id());
        return last.isEmpty()
                ? new DueView.Feed(null, null)
                : new DueView.Feed(
                        last.get(0),
                        Duration.between(last.get(0), clock.instant()).toDays());
    }

    private static <T> List<T> query(Connection connection, String sql, Read<T> read, Object... values)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            List<T> items = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    items.add(read.row(row));
                }
            }
            return items;
        }
    }
}
