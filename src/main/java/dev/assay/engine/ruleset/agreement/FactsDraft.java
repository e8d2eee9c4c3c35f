package dev.assay.engine.ruleset.agreement;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of one made-up customer while they are put together, each set by the name rules know it by. */
final class FactsDraft {
    static final String AS_OF = "asOf";

    private final Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Set<String> tags = new HashSet<>();
    private LocalDate asOf;
    private CustomerFacts.@Nullable Previous previous;
    private BigDecimal guarantees = BigDecimal.ZERO;

    FactsDraft(LocalDate asOf) {
        this.asOf = asOf;
    }

    /**
     * Sets a fact of that name, whatever it was before.
     *
     * @param value a BigDecimal, String or Boolean; null for no data
     */
    void set(String property, @Nullable Object value) {
        Metric metric = Metric.byKey(property);
        if (metric != null) {
            metrics.remove(metric);
            if (value != null) {
                metrics.put(metric, typed(metric, value));
            }
            return;
        }
        switch (property) {
            case AS_OF -> asOf = value == null ? asOf : LocalDate.parse((String) value);
            case "customerType", "industry", "region", "size" -> text(property, value);
            case "tags" -> tag(value);
            case "previousGrade" -> previous((String) value, previous != null && previous.provisional(), limit());
            case "previousProvisional" -> previous(grade(), Boolean.TRUE.equals(value), limit());
            case "previousLimit" -> previous(grade(), false, (BigDecimal) value);
            case "acceptedGuarantees" -> guarantees = value == null ? BigDecimal.ZERO : (BigDecimal) value;
            default -> throw new IllegalArgumentException("not a fact: " + property);
        }
    }

    /** Sets a custom field; a text that reads as a date also stands for one. */
    void attribute(String key, @Nullable Object value) {
        if (value == null) {
            attributes.remove(key);
        } else if (value instanceof String text && text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            attributes.put(key, LocalDate.parse(text));
        } else {
            attributes.put(key, value);
        }
    }

    void previous(@Nullable String grade, boolean provisional, @Nullable BigDecimal limit) {
        previous = grade == null ? null : new CustomerFacts.Previous(grade, provisional, limit);
    }

    CustomerFacts facts(String code) {
        return new CustomerFacts(
                code,
                asOf,
                "CNY",
                texts.get("customerType"),
                texts.get("industry"),
                texts.get("region"),
                texts.get("size"),
                tags,
                attributes,
                PaymentHistory.of(metrics),
                previous,
                guarantees);
    }

    private void text(String property, @Nullable Object value) {
        texts.remove(property);
        if (value != null) {
            texts.put(property, (String) value);
        }
    }

    private void tag(@Nullable Object value) {
        tags.clear();
        if (value != null) {
            tags.add((String) value);
        }
    }

    private @Nullable String grade() {
        return previous == null ? null : previous.grade();
    }

    private @Nullable BigDecimal limit() {
        return previous == null ? null : previous.limit();
    }

    private static Object typed(Metric metric, Object value) {
        return switch (metric.type()) {
            case MONEY -> (BigDecimal) value;
            case RATIO, DECIMAL_DAYS -> ((BigDecimal) value).doubleValue();
            case DAYS, COUNT ->
                ((BigDecimal) value).setScale(0, RoundingMode.FLOOR).intValueExact();
            case TEXT -> (String) value;
            case FLAG -> (Boolean) value;
        };
    }
}
