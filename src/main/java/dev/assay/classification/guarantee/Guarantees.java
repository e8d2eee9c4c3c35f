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

    /** With its state today, the only parameters before those of the conditions: three times today. */
    private static final String SELECT = """
            select * from (
              select g.*, c.code,
                     case when g.known_at is null and g.refused then 'REFUSED'
                          when g.known_at is null then 'REQUESTED'
                          when g.ended_on <= ? then 'ENDED'
                          when g.valid_until < ? then 'EXPIRED'
                          when g.valid_from > ? then 'COMING'
                          else 'ACTIVE' end as state
                from guarantee g
                join customer c on c.id = g.customer_id) g
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
                insert into guarantee (ledger_id, customer_id, kind, issuer, reference, amount, currency, rate, share, accepted,
                  valid_from, valid_until, note, replaces, request_id, requested_by, requested_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            int parameter = 0;
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
            insert.setObject(++parameter, wanted.replaces());
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
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT if what it replaces doesn't count; DUPLICATE if it is there already
     */
    Optional<Guarantee> checkPlace(Connection connection, Ledger ledger, long customerId, Place wanted)
            throws SQLException {
        List<Guarantee> counting = ofCustomer(connection, ledger, customerId).stream()
                .filter(Guarantees::counts)
                .toList();
        Optional<Guarantee> replaced = counting.stream()
                .filter(each -> Objects.equals(each.id(), wanted.replaces()))
                .findFirst();
        if (wanted.replaces() != null && replaced.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "Only a guarantee that counts can be replaced.",
                    List.of(new FieldError(
                            "/replaces", wanted.replaces() + " is no active guarantee of the customer")));
        }
        for (Guarantee each : counting) {
            Place place = new Place(each.kind(), each.issuer(), each.reference(), each.id());
            if (!Objects.equals(each.id(), wanted.replaces()) && place.isSameDocumentAs(wanted)) {
                throw ProblemType.DUPLICATE.problem("Guarantee " + each.id() + " is " + wanted.reference() + " of "
                        + wanted.issuer() + " already; to change it, ask for one that replaces it.");
            }
        }
        return replaced;
    }

    /**
     * Where a guarantee belongs among those of its customer.
     *
     * @param replaces id of the one it takes the place of
     */
    record Place(
            Guarantee.Kind kind,
            String issuer,
            String reference,
            @Nullable Long replaces) {
        private boolean isSameDocumentAs(Place other) {
            return kind == other.kind && issuer.equals(other.issuer) && reference.equals(other.reference);
        }
    }

    /** It does, or will, and nothing says when that is over but its last day. */
    private static boolean counts(Guarantee guarantee) {
        return guarantee.endedOn() == null && (guarantee.state() == State.ACTIVE || guarantee.state() == State.COMING);
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
        Optional<Guarantee> replaced = checkPlace(
                connection,
                ledger,
                customer,
                new Place(wanted.kind(), wanted.issuer(), wanted.reference(), wanted.replaces()));
        try (PreparedStatement accept = connection.prepareStatement("update guarantee set known_at = ? where id = ?")) {
            accept.setObject(1, knownAt);
            accept.setLong(2, wanted.id());
            accept.executeUpdate();
        }
        if (replaced.isPresent()) {
            LocalDate since = replaced.get().validFrom();
            LocalDate from = wanted.validFrom().isAfter(since) ? wanted.validFrom() : since;
            end(connection, replaced.get().id(), from, knownAt, "request " + request.id(), "guarantee " + wanted.id());
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
        if (!counts(guarantee)) {
            throw ProblemType.CONFLICT.problem("Guarantee " + id + " is " + guarantee.state()
                    + (guarantee.endedOn() == null ? "" : " and ends on " + guarantee.endedOn())
                    + "; only one that counts is ended."
                    + (guarantee.state() == State.REQUESTED ? " Withdraw request " + guarantee.requestId() + "." : ""));
        }
        LocalDate today = today(ledger);
        LocalDate last = guarantee.state() == State.COMING ? guarantee.validFrom() : today;
        LocalDate day = endedOn == null ? last : endedOn;
        if (day.isAfter(last) || day.isBefore(guarantee.validFrom())) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The guarantee can't end then.",
                    List.of(new FieldError(
                            "/endedOn", "give a day from " + guarantee.validFrom() + " to " + last + ", or none")));
        }
        end(connection, id, day, knownAt, by, note);
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(
                        "guarantee",
                        String.valueOf(id),
                        null,
                        json.createObjectNode()
                                .put("endedOn", day.toString())
                                .put("note", note)
                                .toString()));
    }

    private static void end(
            Connection connection, long id, LocalDate endedOn, OffsetDateTime knownAt, String by, String note)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update guarantee set ended_on = ?, end_known_at = ?, ended_by = ?, end_note = ? where id = ?")) {
            update.setObject(1, endedOn);
            update.setObject(2, knownAt);
            update.setString(3, by);
            update.setString(4, note);
            update.setLong(5, id);
            update.executeUpdate();
        }
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
            List<Object> all = new ArrayList<>(List.of(today, today, today, ledger.id()));
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
                day(row, "ended_on"),
                row.getString("ended_by"),
                row.getString("end_note"),
                State.valueOf(row.getString("state")));
    }

    /** Null for infinity. */
    private static @Nullable LocalDate day(ResultSet row, String column) throws SQLException {
        LocalDate day = row.getObject(column, LocalDate.class);
        return day.equals(LocalDate.MAX) ? null : day;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }

    private LocalDate today(Ledger ledger) {
        return LocalDate.now(clock.withZone(ledger.timeZone()));
    }
}
