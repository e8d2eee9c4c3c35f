package dev.assay.customer.bank;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bank account as clients see it.
 *
 * @param number masked but for its end, unless it was revealed
 * @param waiting it doesn't count until another person agrees to it
 * @param removedAt absent while it is in use
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BankAccountView(
        long id,
        String bank,
        String holder,
        String currency,
        String number,
        boolean waiting,
        String addedBy,
        Instant addedAt,
        @Nullable String removedBy,
        @Nullable Instant removedAt) {}
