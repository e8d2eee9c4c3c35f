package dev.assay.classification.guarantee;

import dev.assay.classification.guarantee.Guarantee.State;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guarantees as the database has them; who may do what with them is not asked here. */
@ApplicationScoped
class StoredGuarantees {

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
    Clock clock;

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

    void accept(Connection connection, long id, OffsetDateTime knownAt) throws SQLException {
        try (PreparedStatement accept = connection.prepareStatement("update guarantee set known_at = ? where id = ?")) {
            accept.setObject(1, knownAt);
            accept.setLong(2, id);
            accept.executeUpdate();
        }
    }

    void refuse(Connection connection, long requestId) throws SQLException {
        try (PreparedStatement refuse =
                connection.prepareStatement("update guarantee set refused = true where request_id = ?")) {
            refuse.setLong(1, requestId);
            refuse.executeUpdate();
        }
    }

    /**
     * How one ended.
     *
     * @param on from this day on it doesn't count
     */
    record End(LocalDate on, OffsetDateTime knownAt, String by, String note) {}

    void end(Connection connection, long id, End end) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update guarantee set ended_on = ?, end_known_at = ?, ended_by = ?, end_note = ? where id = ?")) {
            update.setObject(1, end.on());
            update.setObject(2, end.knownAt());
            update.setString(3, end.by());
            update.setString(4, end.note());
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

    /** The one that a request asks for. */
    Guarantee requested(Connection connection, Ledger ledger, long requestId) throws SQLException {
        Optional<Guarantee> found = query(connection, ledger, " and g.request_id = ?", requestId).stream()
                .findFirst();
        return found.orElseThrow(() -> new IllegalStateException("No guarantee waits for request " + requestId));
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
