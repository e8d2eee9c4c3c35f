package dev.assay.document.content;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document whose own content is valid; whether its customer, its targets and its id fit the ledger is decided in the merge.
 *
 * @param amount minor units of the ledger's base currency, rounded half up; 0 is void
 * @param currencyAmount minor units of {@code currency}
 * @param settled what its allocations take of it, in minor units of the base currency, rounded half up once
 * @param minorRate base minor units per minor unit of {@code currency} as plain decimal text, null for 1
 * @param allocations in the order of {@link IncomingAllocation#BY_CONTENT}
 */
public record IncomingDocument(
        String id,
        DocumentKind kind,
        String customerCode,
        LocalDate date,
        @Nullable LocalDate dueDate,
        @Nullable LocalDate deliveryDate,
        @Nullable LocalDate settledOn,
        boolean disputed,
        boolean prepaid,
        String currency,
        long currencyAmount,
        long amount,
        long settled,
        @Nullable String minorRate,
        @Nullable String orderId,
        List<IncomingAllocation> allocations) {}
