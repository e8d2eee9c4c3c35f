package dev.assay.classification.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Facts as one flat JSON object: what a decision stores and what {@code POST evaluations} takes. Facts without data are null.
 */
public final class FactsJson {

    public static final String CUSTOMER_CODE = "customerCode";
    public static final String AS_OF = "asOf";
    public static final String CURRENCY = "currency";
    public static final String CUSTOMER_TYPE = "customerType";
    public static final String INDUSTRY = "industry";
    public static final String REGION = "region";
    public static final String SIZE = "size";
    public static final String TAGS = "tags";
    public static final String ATTRIBUTES = "attributes";
    public static final String PREVIOUS_GRADE = "previousGrade";
    public static final String PREVIOUS_PROVISIONAL = "previousProvisional";
    public static final String PREVIOUS_LIMIT_TYPE = "previousLimitType";
    public static final String PREVIOUS_LIMIT = "previousLimit";
    public static final String ACCEPTED_GUARANTEES = "acceptedGuarantees";

    private FactsJson() {}

    /**
     * The facts in their order of reading.
     *
     * @param metrics the metrics that count; others are left out
     */
    public static Map<String, @Nullable Object> of(CustomerFacts facts, Set<Metric> metrics) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(CUSTOMER_CODE, facts.customerCode());
        json.put(AS_OF, facts.asOf());
        json.put(CURRENCY, facts.currency());
        json.put(CUSTOMER_TYPE, facts.customerType());
        json.put(INDUSTRY, facts.industry());
        json.put(REGION, facts.region());
        json.put(SIZE, facts.size());
        json.put(TAGS, new TreeSet<>(facts.tags()));
        json.put(ATTRIBUTES, new TreeMap<>(facts.attributes()));
        CustomerFacts.Previous previous = facts.previous();
        if (previous != null) {
            json.put(PREVIOUS_GRADE, previous.grade());
            json.put(PREVIOUS_PROVISIONAL, previous.provisional());
            json.put(PREVIOUS_LIMIT_TYPE, previous.limit() == null ? "UNLIMITED" : "AMOUNT");
            json.put(PREVIOUS_LIMIT, previous.limit());
        }
        json.put(ACCEPTED_GUARANTEES, facts.acceptedGuarantees());
        for (Metric metric : Metric.values()) {
            if (metrics.contains(metric)) {
                json.put(metric.key(), metric.in(facts.history()));
            }
        }
        return json;
    }

    /** True where two stored facts mean the same: numbers by value, not by how they are written. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(FactsJson::compare, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return 0;
        }
        return one.isNumber() && other.isNumber() ? one.decimalValue().compareTo(other.decimalValue()) : 1;
    }
}
