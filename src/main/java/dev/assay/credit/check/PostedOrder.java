package dev.assay.credit.check;

import dev.assay.history.DocumentPartition;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What the documents have of an order already: a check that is asked again replaces the order's own part of the exposure.
 *
 * @param counted what the exposure has of it as an open order
 * @param invoiced of it; the goods have left, the order asks for no more credit for them
 */
record PostedOrder(BigDecimal counted, BigDecimal invoiced) {

    static RoundTrip.Answer<PostedOrder> ask(
            RoundTrip trip, Ledger ledger, long customerId, String orderId, LocalDate today) {
        // By the keys of document_key, document and allocation, whose partition is named: a statement over all of them
        // locks
        // all of them each time. As the metric openOrders counts an order.
        return trip.ask(
                """
                select coalesce((
                         select greatest(d.amount - d.settled, 0) from %s d
                          where d.customer_id = k.customer_id and d.key = k.key and d.kind = 1 and not d.prepaid
                            and d.superseded_at = 'infinity' and d.doc_date <= ? and d.delivery_date <= ?), 0) as counted,
                       coalesce((
                         select sum(a.base_amount) from %s a
                          where a.customer_id = k.customer_id and a.target_key = k.key and a.superseded_at = 'infinity'
                            and a.alloc_date <= ?), 0) as invoiced
                  from document_key k
                 where k.ledger_id = ? and k.document_id = ? and k.customer_id = ?
                """.formatted(
                        DocumentPartition.of(customerId, "document"), DocumentPartition.of(customerId, "allocation")),
                row -> row.next()
                        ? new PostedOrder(
                                BigDecimal.valueOf(row.getLong(1), ledger.baseScale()),
                                BigDecimal.valueOf(row.getLong(2), ledger.baseScale()))
                        : new PostedOrder(BigDecimal.ZERO, BigDecimal.ZERO),
                today,
                today.plusDays(ledger.orderHorizonDays()),
                today,
                ledger.id(),
                orderId,
                customerId);
    }
}
