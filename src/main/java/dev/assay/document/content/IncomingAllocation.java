package dev.assay.document.content;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * Part of a payment or credit note applied to an invoice on a date.
 *
 * @param invoiceId the invoice, which may arrive later
 * @param amount minor units of the source document's currency, more than 0
 * @param baseAmount the same in minor units of the ledger's base currency at the source's rate, rounded half up
 * @param date not before the source document's date
 */
public record IncomingAllocation(String invoiceId, long amount, long baseAmount, LocalDate date) {

    /** An order that depends on content only: the same allocations in another order are the same document. */
    static final Comparator<IncomingAllocation> BY_CONTENT = Comparator.comparing(IncomingAllocation::invoiceId)
            .thenComparing(IncomingAllocation::date)
            .thenComparingLong(IncomingAllocation::amount);
}
