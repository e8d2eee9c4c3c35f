package dev.assay.classification.guarantee;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.audit.AuditLog;
import dev.assay.classification.guarantee.Guarantee.State;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerClock;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guarantees of customers, on the connection of a transaction that entered the ledger; what happens when one is agreed to. What
 * is accepted or ended is known from the next instant of the ledger's clock on.
 */
@ApplicationScoped
public class Guarantees implements ChangeKind {

    static final String KIND = "GUARANTEE";

    /** With its state today. The values before those of the conditions: four times today, and the ledger. */
    private static final String SELECT = """
            select * from (
              select g.*, c.code, n.replaced_from,
                     case when g.known_at is null and g.refused then 'REFUSED'
                          when g.known_at is null then 'REQUESTED'
                          when g.ended_on <= greatest(g.valid_from, ?) then 'ENDED'
                          when n.replaced_from <= greatest(g.valid_from, ?) then 'REPLACED'
                          when g.valid_until < ? then 'EXPIRED'
                          when g.valid_from > ? then 'COMING'
                          else 'ACTIVE' end as state
                from guarantee g
                join customer c on c.id = g.customer_id
                left join lateral (
                  select min(n.valid_from) as replaced_from
                    from guarantee n
                   where n.customer_id = g.customer_id and n.first_id = g.first_id and n.id > g.id and n.known_at is not null
                     and n.ended_on > n.valid_from) n on true) g
             where g.ledger_id = ?
            """;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return KIND;
    }

    void insert(
            Connection connection,
            Ledger ledger,
            long customerId,
            GuaranteeRequest.Checked wanted,
            long requestId,
            String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with next as (select nextval('guarantee_id') as id)
                insert into guarantee (id, first_id, ledger_id, customer_id, kind, issuer, reference, amount, currency, rate, share, accepted,
                  valid_from, valid_until, note, replaces, request_id, requested_by, requested_at)
                select next.id, coalesce((select r.first_id from guarantee r where r.id = ?), next.id),
                       ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                  from next
                """)) {
            int parameter = 0;
            insert.setObject(++parameter, wanted.replaces(), Types.BIGINT);
            insert.setInt(++parameter, ledger.id());
            insert.setLong(++parameter, customerId);
            insert.setString(++parameter, wanted.kind().name());
            insert.setString(++parameter, wanted.issuer());
            insert.setString(++parameter, wanted.reference());
            insert.setBigDecimal(++parameter, wanted.amount());
            insert.setString(++parameter, wanted.currency());
            insert.setBigDecimal(++parameter, wanted.rate());
            insert.setBigDecimal(++parameter, wanted.acceptedShare());
            insert.setLong(
                    ++parameter,
                    wanted.accepted().movePointRight(ledger.baseScale()).longValueExact());
            insert.setObject(++parameter, wanted.validFrom());
            insert.setObject(++parameter, wanted.validUntil() == null ? LocalDate.MAX : wanted.validUntil());
            insert.setString(++parameter, wanted.note());
            insert.setObject(++parameter, wanted.replaces(), Types.BIGINT);
            insert.setLong(++parameter, requestId);
            insert.setString(++parameter, by);
            insert.setObject(++parameter, clock.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    /**
     * What must be so before one is asked for, and still when it is agreed to.
     *
     * @return the one it is to replace
     * @throws dev.assay.platform.problem.Problem CONFLICT if that isn't one that was accepted and not ended; DUPLICATE if the same
     *     document counts on one of its days already
     */
    Optional<Guarantee> checkPlace(Connection connection, Ledger ledger, long customerId, Place wanted)
            throws SQLException {
        List<Guarantee> accepted = ofCustomer(connection, ledger, customerId).stream()
                .filter(each -> each.acceptedAt() != null)
                .toList();
        Optional<Guarantee> replaced = accepted.stream()
                .filter(each -> Objects.equals(each.id(), wanted.replaces()))
                .findFirst();
        if (wanted.replaces() != null
                && replaced.filter(each -> each.endedOn() == null).isEmpty()) {
            throw ProblemType.CONFLICT.problem("Guarantee " + wanted.replaces()
                    + " can't be replaced: only one of the customer that was accepted, and that nobody ended.");
        }
        for (Guarantee each : accepted) {
            boolean replacesIt =
                    replaced.filter(other -> other.firstId() == each.firstId()).isPresent();
            if (!replacesIt && wanted.isSameDocumentAs(each) && wanted.overlaps(each)) {
                throw ProblemType.DUPLICATE.problem("Guarantee " + each.id() + " is " + wanted.reference() + " of "
                        + wanted.issuer() + " already; to change it, ask for one that replaces it.");
            }
        }
        return replaced;
    }

    /**
     * What of a guarantee says where it belongs among those of its customer.
     *
     * @param validUntil null: no last day
     * @param replaces id of the one it takes the place of
     */
    record Place(
            Guarantee.Kind kind,
            String issuer,
            String reference,
            LocalDate validFrom,
            @Nullable LocalDate validUntil,
            @Nullable Long replaces) {

        /** Of one whose customer was erased nobody knows. */
        private boolean isSameDocumentAs(Guarantee other) {
            return kind == other.kind()
                    && issuer.equals(other.issuer())
                    && reference.equals(other.reference())
                    && !other.reference().isEmpty();
        }

        private boolean overlaps(Guarantee other) {
            LocalDate ended = other.endedOn();
            LocalDate lasts = other.validUntil();
            boolean over = ended != null && !ended.isAfter(validFrom) || lasts != null && lasts.isBefore(validFrom);
            return !over && (validUntil == null || !validUntil.isBefore(other.validFrom()));
        }
    }

    /** Before anything is recorded: whoever records what happened holds its end of the record, and mustn't wait for the books then. */
    @Override
    public void prepare(Connection connection, Ledger ledger) throws SQLException {
        var unused = LedgerClock.hold(connection, ledger);
    }

    /** From now on it counts; the one it replaces until the day before its first. */
    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        OffsetDateTime knownAt = LedgerClock.advance(connection, ledger, clock);
        Guarantee wanted = requested(connection, ledger, request);
        long customer = Customers.require(connection, ledger, request.subject()).id();
        LocalDate today = today(ledger);
        if (wanted.validUntil() != null && wanted.validUntil().isBefore(today)) {
            throw ProblemType.CONFLICT.problem("The guarantee ended before it was agreed to; ask for another one.");
        }
        var unused = checkPlace(
                connection,
                ledger,
                customer,
                new Place(
                        wanted.kind(),
                        wanted.issuer(),
                        wanted.reference(),
                        wanted.validFrom(),
                        wanted.validUntil(),
                        wanted.replaces()));
        try (PreparedStatement accept = connection.prepareStatement("update guarantee set known_at = ? where id = ?")) {
            accept.setObject(1, knownAt);
            accept.setLong(2, wanted.id());
            accept.executeUpdate();
        }
    }

    @Override
    public void refused(Connection connection, Ledger ledger, ChangeRequest request, String by) throws SQLException {
        try (PreparedStatement refuse =
                connection.prepareStatement("update guarantee set refused = true where request_id = ?")) {
            refuse.setLong(1, request.id());
            refuse.executeUpdate();
        }
    }

    /**
     * It was returned, called or found worthless.
     *
     * @param endedOn from this day on it doesn't count; null: today
     * @throws dev.assay.platform.problem.Problem NOT_FOUND; CONFLICT if it doesn't count any more, or not yet; INVALID_CONTENT
     */
    void end(
            Connection connection,
            Ledger ledger,
            long customerId,
            long id,
            @Nullable LocalDate endedOn,
            String note,
            String by)
            throws SQLException {
        OffsetDateTime knownAt = LedgerClock.advance(connection, ledger, clock);
        Guarantee guarantee = ofCustomer(connection, ledger, customerId).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem("The customer has no guarantee " + id + "."));
        boolean coming = guarantee.state() == State.COMING;
        if (guarantee.state() != State.ACTIVE && !coming || guarantee.endedOn() != null) {
            throw ProblemType.CONFLICT.problem("Guarantee " + id + " is " + guarantee.state()
                    + "; only one that counts is ended."
                    + (guarantee.state() == State.REQUESTED ? " Withdraw request " + guarantee.requestId() + "." : ""));
        }
        LocalDate last = coming ? guarantee.validFrom() : today(ledger);
        LocalDate day = endedOn == null ? last : endedOn;
        if (day.isAfter(last) || day.isBefore(guarantee.validFrom())) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The guarantee can't end then.",
                    List.of(new FieldError(
                            "/endedOn", "give a day from " + guarantee.validFrom() + " to " + last + ", or none")));
        }
        try (PreparedStatement update = connection.prepareStatement(
                "update guarantee set ended_on = ?, end_known_at = ?, ended_by = ?, end_note = ? where id = ?")) {
            update.setObject(1, day);
            update.setObject(2, knownAt);
            update.setString(3, by);
            update.setString(4, note);
            update.setLong(5, id);
            update.executeUpdate();
        }
        // Why is with the guarantee, and goes with it when what is known of a person is erased.
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(
                        "guarantee",
                        String.valueOf(id),
                        null,
                        json.createObjectNode().put("endedOn", day.toString()).toString()));
    }

    /** All of a customer, newest first. */
    List<Guarantee> ofCustomer(Connection connection, Ledger ledger, long customerId) throws SQLException {
        // A handful of rows by guarantee_of_customer.
        return query(connection, ledger, " and g.customer_id = ? order by g.id desc", customerId);
    }

    /** Those of all customers in a state, before an id; newest first. */
    List<Guarantee> inState(Connection connection, Ledger ledger, State state, long before, int limit)
            throws SQLException {
        // By primary key backwards; there are far fewer than customers.
        return query(
                connection,
                ledger,
                " and g.state = ? and g.id < ? order by g.id desc limit ?",
                state.name(),
                before,
                limit);
    }

    private Guarantee requested(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        Optional<Guarantee> found = query(connection, ledger, " and g.request_id = ?", request.id()).stream()
                .findFirst();
        return found.orElseThrow(() -> new IllegalStateException("No guarantee waits for request " + request.id()));
    }

    private List<Guarantee> query(Connection connection, Ledger ledger, String conditions, Object... values)
            throws SQLException {
        LocalDate today = today(ledger);
        try (PreparedStatement query = connection.prepareStatement(SELECT + conditions)) {
            List<Object> all = new ArrayList<>(List.of(today, today, today, today, ledger.id()));
            all.addAll(List.of(values));
            for (int i = 0; i < all.size(); i++) {
                query.setObject(i + 1, all.get(i));
            }
            List<Guarantee> guarantees = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    guarantees.add(read(row, ledger));
                }
            }
            return guarantees;
        }
    }

    private static Guarantee read(ResultSet row, Ledger ledger) throws SQLException {
        return new Guarantee(
                row.getLong("id"),
                row.getLong("first_id"),
                row.getString("code"),
                Guarantee.Kind.valueOf(row.getString("kind")),
                row.getString("issuer"),
                row.getString("reference"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getBigDecimal("rate"),
                row.getBigDecimal("share"),
                BigDecimal.valueOf(row.getLong("accepted"), ledger.baseScale()),
                row.getObject("valid_from", LocalDate.class),
                day(row, "valid_until"),
                row.getString("note"),
                (Long) row.getObject("replaces"),
                row.getLong("request_id"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("known_at", OffsetDateTime.class)),
                day(row, "replaced_from"),
                day(row, "ended_on"),
                row.getString("ended_by"),
                row.getString("end_note"),
                State.valueOf(row.getString("state")));
    }

    /** Null for infinity, too. */
    private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
        LocalDate day = row.getObject(column, LocalDate.class);
        return LocalDate.MAX.equals(day) ? null : day;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }

    private LocalDate today(Ledger ledger) {
        return LocalDate.now(clock.withZone(ledger.timeZone()));
    }
}
