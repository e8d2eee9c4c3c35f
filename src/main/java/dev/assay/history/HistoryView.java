package dev.assay.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.assay.engine.fact.PaymentHistory;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A customer's metrics as one flat object.
 *
 * @param cutPointsAsOf date of the cut-points behind rfm and valueClass, null if the ledger has none yet
 */
public record HistoryView(
        String customerCode,
        LocalDate asOf,
        Instant knownAt,
        @Nullable LocalDate cutPointsAsOf,
        @JsonUnwrapped PaymentHistory metrics) {}
