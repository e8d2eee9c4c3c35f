package dev.assay.credit.hold;

import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that an order may go: as it was, for a while.
 *
 * @param amount up to which, in the ledger's base currency
 * @param periodDays the credit period that was asked for then; null: the granted one
 */
public record OrderRelease(
        long customerId, BigDecimal amount, @Nullable Integer periodDays, String releasedBy) {

    /**
     * Whether it still covers what is asked now.
     *
     * @param askedDays the credit period that is asked for; null: the granted one
     */
    public boolean covers(long customer, BigDecimal asked, @Nullable Integer askedDays) {
        boolean noLonger = askedDays == null || periodDays != null && askedDays <= periodDays;
        return customer == customerId && noLonger && asked.compareTo(amount) <= 0;
    }

    /** The last one of the order that hasn't ended. */
    public static RoundTrip.Answer<Optional<OrderRelease>> ask(
            RoundTrip trip, Ledger ledger, String orderId, Instant now) {
        // By order_release_of_order.
        return trip.ask(
                """
                select * from order_release
                 where ledger_id = ? and order_id = ? and valid_until > ?
                 order by id desc limit 1
                """,
                row -> row.next()
                        ? Optional.of(new OrderRelease(
                                row.getLong("customer_id"),
                                BigDecimal.valueOf(row.getLong("amount"), ledger.baseScale()),
                                (Integer) row.getObject("period_days"),
                                row.getString("released_by")))
                        : Optional.empty(),
                ledger.id(),
                orderId,
                now.atOffset(ZoneOffset.UTC));
    }

    /** @param validUntil from when on the checks count again */
    void store(Connection connection, Ledger ledger, String orderId, String note, Instant now, Instant validUntil)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into order_release (ledger_id, customer_id, order_id, amount, period_days, note, released_by, released_at,
                  valid_until)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setString(3, orderId);
            insert.setLong(4, amount.movePointRight(ledger.baseScale()).longValueExact());
            insert.setObject(5, periodDays, Types.INTEGER);
            insert.setString(6, note);
            insert.setString(7, releasedBy);
            insert.setObject(8, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            insert.setObject(9, OffsetDateTime.ofInstant(validUntil, ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }
}
