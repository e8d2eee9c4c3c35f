package dev.assay.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.document.content.DocumentKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document, in the shape it is sent in.
 *
 * @param rate base units per unit of {@code currency}; left out in base currency
 * @param supersededAt when a correction took its place; left out of the current version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentView(
        String id,
        DocumentKind kind,
        String customerCode,
        LocalDate date,
        @Nullable LocalDate dueDate,
        BigDecimal amount,
        String currency,
        @Nullable BigDecimal rate,
        boolean disputed,
        boolean prepaid,
        @Nullable LocalDate deliveryDate,
        @Nullable LocalDate settledOn,
        @Nullable String orderId,
        List<Allocation> allocations,
        @Schema(readOnly = true) Instant recordedAt,
        @Schema(readOnly = true) @Nullable Instant supersededAt) {

    /** What a payment or credit note applies to an invoice. */
    public record Allocation(String invoiceId, BigDecimal amount, LocalDate date) {}

    /** Documents of a search, in its order. */
    public record Page(List<DocumentView> items, @Nullable String nextCursor) {}

    /** Every version of a document, latest first. */
    public record Versions(List<DocumentView> items) {}
}
