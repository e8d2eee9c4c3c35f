package dev.assay.credit.position;

import dev.assay.history.DocumentPartition;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reservations, on the connection of a transaction that entered the ledger. One for each order, whoever asks how often. Whether its
 * documents arrived is read from them each time, so that nothing can be consumed twice or come back; what was found so is noted by
 * the next check, so that it needn't be read for ever.
 */
@ApplicationScoped
public class Reservations {

    /** With what is known of a document of the order's id: it arrived, or only others named it. */
    private static final String SELECT = """
            select r.*, c.code, coalesce(k.content_hash is not null, false) as arrived, k.key
              from reservation r
              join customer c on c.id = r.customer_id
              left join document_key k on k.ledger_id = r.ledger_id and k.document_id = r.order_id
                                      and k.customer_id = r.customer_id
             where r.ledger_id = ?
            """;

    @Inject
    Clock clock;

    /** Those of customers that take credit, or whose documents arrived since the last check; the newest first. */
    RoundTrip.Answer<List<Reservation>> ask(RoundTrip trip, Ledger ledger, Collection<Long> customers)
            throws SQLException {
        // By reservation_open; document_key by its key.
        return trip.ask(
                SELECT
                        + " and r.customer_id = any (?) and r.state in ('HELD', 'CONFIRMED') and r.expires_at > ? order by r.id desc",
                rows -> read(trip.connection(), rows, ledger),
                ledger.id(),
                trip.array("bigint", customers.toArray()),
                clock.instant().atOffset(ZoneOffset.UTC));
    }

    public Optional<Reservation> find(Connection connection, Ledger ledger, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SELECT + " and r.id = ?")) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            try (ResultSet rows = query.executeQuery()) {
                return read(connection, rows, ledger).stream().findFirst();
            }
        }
    }

    /** The one of an order, after what the trip does to it before. */
    public RoundTrip.Answer<Optional<Reservation>> askOfOrder(RoundTrip trip, Ledger ledger, String orderId) {
        // By reservation_of_order.
        return trip.ask(
                SELECT + " and r.order_id = ?",
                rows -> read(trip.connection(), rows, ledger).stream().findFirst(),
                ledger.id(),
                orderId);
    }

    /**
     * Whether an invoice takes from an order, in any version, even void. The partition is named: a statement over all of them locks all
     * of them each time.
     */
    private static boolean isInvoiced(Connection connection, long customerId, long orderKey) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select exists (select from "
                + DocumentPartition.of(customerId, "allocation") + " where customer_id = ? and target_key = ?)")) {
            query.setLong(1, customerId);
            query.setLong(2, orderKey);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private List<Reservation> read(Connection connection, ResultSet row, Ledger ledger) throws SQLException {
        Instant now = clock.instant();
        List<Reservation> reservations = new ArrayList<>();
        while (row.next()) {
            Reservation.State state = Reservation.State.valueOf(row.getString("state"));
            Instant expires = state == Reservation.State.CONFIRMED
                    ? null
                    : row.getObject("expires_at", OffsetDateTime.class).toInstant();
            long key = row.getLong("key");
            boolean consumed = state == Reservation.State.CONSUMED
                    || row.getBoolean("arrived")
                    || key > 0 && isInvoiced(connection, row.getLong("customer_id"), key);
            if (consumed && state != Reservation.State.RELEASED) {
                state = Reservation.State.CONSUMED;
            } else if (state == Reservation.State.HELD && expires != null && !expires.isAfter(now)) {
                state = Reservation.State.EXPIRED;
            }
            reservations.add(new Reservation(
                    row.getLong("id"),
                    row.getString("code"),
                    row.getString("order_id"),
                    BigDecimal.valueOf(row.getLong("amount"), ledger.baseScale()),
                    state,
                    expires,
                    consumed,
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getString("created_by")));
        }
        return reservations;
    }

    /** Notes of those whose documents arrived that they are over; the caller holds the lock of their group. */
    public void noteConsumed(RoundTrip trip, Ledger ledger, Collection<Reservation> read) throws SQLException {
        Object[] consumed =
                read.stream().filter(Reservation::consumed).map(Reservation::id).toArray();
        if (consumed.length > 0) {
            var unused = trip.ask(
                    "update reservation set state = 'CONSUMED' where ledger_id = ? and id = any (?) returning id",
                    ResultSet::next,
                    ledger.id(),
                    trip.array("bigint", consumed));
        }
    }

    /** Makes it, or gives that of the same order this customer, amount and time; the caller holds the lock of the group. */
    public void put(
            RoundTrip trip,
            Ledger ledger,
            long customerId,
            String orderId,
            BigDecimal amount,
            Instant expiresAt,
            String by) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        // A confirmed one stays confirmed: the order was saved, only its amount changed.
        var unused = trip.ask(
                """
                insert into reservation (ledger_id, customer_id, order_id, amount, state, expires_at, created_at, created_by,
                  changed_at, changed_by)
                values (?, ?, ?, ?, 'HELD', ?, ?, ?, ?, ?)
                on conflict (ledger_id, order_id) do update
                   set customer_id = excluded.customer_id, amount = excluded.amount, changed_at = excluded.changed_at,
                       changed_by = excluded.changed_by,
                       state = case reservation.state when 'CONFIRMED' then 'CONFIRMED' else 'HELD' end,
                       expires_at = case reservation.state when 'CONFIRMED' then reservation.expires_at
                                    else excluded.expires_at end
                 where reservation.state <> 'CONSUMED'
                returning id
                """,
                ResultSet::next,
                ledger.id(),
                customerId,
                orderId,
                amount.movePointRight(ledger.baseScale()).longValueExact(),
                expiresAt.atOffset(ZoneOffset.UTC),
                now,
                by,
                now,
                by);
    }

    /** Changes its state, if it is another one. */
    public void become(RoundTrip trip, Ledger ledger, String orderId, Reservation.State state, String by) {
        var unused = trip.ask(
                """
                update reservation set state = ?, changed_at = ?, changed_by = ?,
                       expires_at = case when ? = 'CONFIRMED' then 'infinity' else expires_at end
                 where ledger_id = ? and order_id = ? and state <> ? and state <> 'CONSUMED'
                returning id
                """,
                ResultSet::next,
                state.name(),
                clock.instant().atOffset(ZoneOffset.UTC),
                by,
                state.name(),
                ledger.id(),
                orderId,
                state.name());
    }
}
