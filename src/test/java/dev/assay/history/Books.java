package dev.assay.history;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The random history of a ledger: customers, and the batches in which their documents were recorded.
 *
 * @param asOf dates around which its documents lie
 */
record Books(int baseScale, List<String> customers, List<Batch> batches, List<LocalDate> asOf) {

    /** What was recorded at one instant. A document that was recorded before is corrected. */
    record Batch(Instant recordedAt, List<Doc> docs) {}

    /** The documents as they were known at an instant: the last version of each. */
    Collection<Doc> knownAt(Instant instant) {
        Map<String, Doc> known = new LinkedHashMap<>();
        batches.stream()
                .filter(batch -> !batch.recordedAt().isAfter(instant))
                .forEach(batch -> batch.docs().forEach(doc -> known.put(doc.id(), doc)));
        return new ArrayList<>(known.values());
    }
}
