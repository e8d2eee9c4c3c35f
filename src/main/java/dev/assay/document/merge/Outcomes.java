package dev.assay.document.merge;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many lines of a batch have which outcome. */
final class Outcomes {
    static final String NEW = "NEW";
    static final String ARRIVED = "ARRIVED";
    static final String CORRECTED = "CORRECTED";
    static final String UNCHANGED = "UNCHANGED";

    private static final Set<String> KEPT = Set.of(NEW, ARRIVED, CORRECTED, UNCHANGED);
    private static final String COUNT = "select outcome, count(*) from intake_document group by outcome";

    private final Map<String, Long> counts = new HashMap<>();

    private Outcomes() {}

    static Outcomes count(BatchSql sql) throws SQLException {
        Outcomes outcomes = new Outcomes();
        sql.each(COUNT, row -> outcomes.counts.put(row.getString(1), row.getLong(2)));
        return outcomes;
    }

    long of(String outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Whether any line has one of these. */
    boolean any(String... outcomes) {
        return Arrays.stream(outcomes).anyMatch(outcome -> of(outcome) > 0);
    }

    boolean anyRejected() {
        return !KEPT.containsAll(counts.keySet());
    }
}
