package dev.assay.credit.check;

import dev.assay.history.DocumentPartition;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * What the documents have of an order already: a check that is asked again replaces the order's own part of the exposure.
 *
 * @param counted what the exposure has of it as an open order
 * @param invoiced of it; the goods have left, the order asks for no more credit for them
 */
record PostedOrder(BigDecimal counted, BigDecimal invoiced) {

    private static final PostedOrder NOTHING = new PostedOrder(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Asked before the exposure it is taken from: what arrives in between counts twice for a moment, never not at all. */
    static RoundTrip.Answer<PostedOrder> ask(
            RoundTrip trip, Ledger ledger, String customerCode, String orderId, LocalDate today) {
        // By the keys of document_key and customer: most orders that are checked have no documents yet.
        return trip.ask(
                """
                select k.key, k.customer_id
                  from document_key k
                  join customer c on c.id = k.customer_id and c.ledger_id = k.ledger_id
                 where k.ledger_id = ? and k.document_id = ? and c.code = ?
                """,
                row -> row.next() ? read(trip.connection(), ledger, row.getLong(2), row.getLong(1), today) : NOTHING,
                ledger.id(),
                orderId,
                customerCode);
    }

    private static PostedOrder read(Connection connection, Ledger ledger, long customerId, long key, LocalDate today)
            throws SQLException {
        // By the keys of document and allocation, whose partition is named: otherwise all are locked each time. As the
        // metric openOrders counts an order.
        try (PreparedStatement query = connection.prepareStatement("""
                select coalesce((
                         select greatest(d.amount - d.settled, 0) from %s d
                          where d.customer_id = ? and d.key = ? and d.kind = 1 and not d.prepaid
                            and d.superseded_at = 'infinity' and d.doc_date <= ? and d.delivery_date <= ?), 0) as counted,
                       coalesce((
                         select sum(a.base_amount) from %s a
                          where a.customer_id = ? and a.target_key = ? and a.superseded_at = 'infinity'
                            and a.alloc_date <= ?), 0) as invoiced
                """.formatted(
                DocumentPartition.of(customerId, "document"), DocumentPartition.of(customerId, "allocation")))) {
            query.setLong(1, customerId);
            query.setLong(2, key);
            query.setObject(3, today);
            query.setObject(4, today.plusDays(ledger.orderHorizonDays()));
            query.setLong(5, customerId);
            query.setLong(6, key);
            query.setObject(7, today);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new PostedOrder(
                        BigDecimal.valueOf(row.getLong(1), ledger.baseScale()),
                        BigDecimal.valueOf(row.getLong(2), ledger.baseScale()));
            }
        }
    }
}
