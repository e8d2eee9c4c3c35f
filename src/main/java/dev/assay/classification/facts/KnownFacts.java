package dev.assay.classification.facts;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.Metric;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The names facts have in JSON, and the ranges of those numbers that have one. */
public final class KnownFacts {

    public static final Set<String> OTHERS = Set.of(
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
    public record Range(double min, double max) {}

    private static final Range ANY = new Range(-1e15, 1e15);
    private static final Map<String, Range> RANGES = Map.of(
            Metric.PAYMENT_INDEX.key(), new Range(0, 100),
            Metric.ON_TIME_RATIO.key(), new Range(0, 1),
            Metric.OVERDUE_RATIO.key(), new Range(0, 1),
            Metric.LATE_DAYS_WEIGHTED.key(), new Range(0, 1e15));

    private KnownFacts() {}

    public static Range range(String fact) {
        return Objects.requireNonNull(RANGES.getOrDefault(fact, ANY));
    }

    /** "; did you mean "x"?" for a mistyped name, or nothing. */
    public static String suggestion(String name) {
        return ClosestName.suggestion(
                name,
                Stream.concat(Arrays.stream(Metric.values()).map(Metric::key), OTHERS.stream())
                        .toList());
    }
}
