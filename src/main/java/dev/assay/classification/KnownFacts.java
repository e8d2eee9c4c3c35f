package dev.assay.classification;

import dev.assay.engine.fact.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The names facts have in JSON, and the ranges of those numbers that have one. */
final class KnownFacts {

    static final Set<String> OTHERS = Set.of(
            FactsJson.CUSTOMER_CODE,
            FactsJson.AS_OF,
            FactsJson.CURRENCY,
            FactsJson.CUSTOMER_TYPE,
            FactsJson.INDUSTRY,
            FactsJson.REGION,
            FactsJson.SIZE,
            FactsJson.TAGS,
            FactsJson.ATTRIBUTES,
            FactsJson.PREVIOUS_GRADE,
            FactsJson.PREVIOUS_PROVISIONAL,
            FactsJson.PREVIOUS_LIMIT_TYPE,
            FactsJson.PREVIOUS_LIMIT,
            FactsJson.ACCEPTED_GUARANTEES);

    /** What a number may be, both ends included. */
    record Range(double min, double max) {}

    private static final Range ANY = new Range(-1e15, 1e15);
    private static final Map<String, Range> RANGES = Map.of(
            Metric.PAYMENT_INDEX.key(), new Range(0, 100),
            Metric.ON_TIME_RATIO.key(), new Range(0, 1),
            Metric.OVERDUE_RATIO.key(), new Range(0, 1),
            Metric.LATE_DAYS_WEIGHTED.key(), new Range(0, 1e15));

    private KnownFacts() {}

    static Range range(String fact) {
        return Objects.requireNonNull(RANGES.getOrDefault(fact, ANY));
    }

    /** The known name that differs least from a mistyped one. */
    static String nearest(String name) {
        return Stream.concat(Arrays.stream(Metric.values()).map(Metric::key), OTHERS.stream())
                .min(Comparator.<String>comparingInt(known -> distance(known, name))
                        .thenComparing(known -> known))
                .orElseThrow();
    }

    /** Levenshtein: letters to insert, delete or replace. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
