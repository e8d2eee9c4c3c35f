package dev.assay.classification.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one flat JSON object of facts, the counterpart of {@link FactsJson}.
 *
 * <p>Everything is optional; what is missing or null is "no data". Each value that isn't acceptable becomes a {@link FieldError}
 * with its pointer.
 */
public final class FactsRequest {

    private static final int TAGS_MAX = 100;

    private final Ledger ledger;
    private final LocalDate today;
    private final List<String> grades;
    private final List<FieldError> errors;

    /**
     * @param today as-of date of facts that name none
     * @param grades what {@code previousGrade} may be
     * @param errors receives what is wrong
     */
    public FactsRequest(Ledger ledger, LocalDate today, List<String> grades, List<FieldError> errors) {
        this.ledger = ledger;
        this.today = today;
        this.grades = grades;
        this.errors = errors;
    }

    /** The facts; not to be used if errors were added. */
    public CustomerFacts read(JsonNode body, String at) {
        Values values = new Values(new FactValues(at, errors));
        if (body.isObject()) {
            body.properties().forEach(field -> values.read(field.getKey(), field.getValue()));
        } else {
            values.one.wrong("", "this is not an object of facts");
        }
        return values.facts();
    }

    /** One object while it is read. */
    private final class Values {
        private final FactValues one;
        private final Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Object> attributes = new HashMap<>();
        private final Set<String> tags = new HashSet<>();
        private LocalDate asOf = today;
        private boolean previousProvisional;
        private @Nullable BigDecimal previousLimit;
        private BigDecimal guarantees = BigDecimal.ZERO;

        private Values(FactValues one) {
            this.one = one;
        }

        private void read(String field, JsonNode value) {
            Metric metric = Metric.byKey(field);
            if (value.isNull()) {
                if (metric == null && !KnownFacts.OTHERS.contains(field)) {
                    unknown(field);
                }
                return;
            }
            if (metric != null) {
                Object read = one.metric(metric, value);
                if (read != null) {
                    metrics.put(metric, read);
                }
                return;
            }
            switch (field) {
                case FactsJson.CUSTOMER_CODE,
                        FactsJson.CURRENCY,
                        FactsJson.CUSTOMER_TYPE,
                        FactsJson.INDUSTRY,
                        FactsJson.REGION,
                        FactsJson.SIZE,
                        FactsJson.PREVIOUS_GRADE,
                        FactsJson.PREVIOUS_LIMIT_TYPE -> text(field, value);
                case FactsJson.AS_OF -> asOf = Objects.requireNonNullElse(one.date(field, value), today);
                case FactsJson.TAGS -> tags(value);
                case FactsJson.ATTRIBUTES -> attributes(value);
                case FactsJson.PREVIOUS_PROVISIONAL -> previousProvisional = one.flag(field, value);
                case FactsJson.PREVIOUS_LIMIT -> previousLimit = one.money(field, value, BigDecimal.ZERO);
                case FactsJson.ACCEPTED_GUARANTEES ->
                    guarantees = Objects.requireNonNullElse(one.money(field, value, BigDecimal.ZERO), BigDecimal.ZERO);
                default -> unknown(field);
            }
        }

        private void unknown(String field) {
            one.wrong(field, "unknown fact \"" + field + "\"" + KnownFacts.suggestion(field));
        }

        private CustomerFacts facts() {
            String type = texts.get(FactsJson.CUSTOMER_TYPE);
            if (type != null && !type.equals("ENTERPRISE") && !type.equals("INDIVIDUAL")) {
                one.wrong(FactsJson.CUSTOMER_TYPE, "\"" + type + "\" is not one of ENTERPRISE, INDIVIDUAL");
            }
            String currency =
                    texts.getOrDefault(FactsJson.CURRENCY, ledger.baseCurrency().getCurrencyCode());
            if (!currency.equals(ledger.baseCurrency().getCurrencyCode())) {
                one.wrong(
                        FactsJson.CURRENCY,
                        "\"" + currency + "\": facts are in the ledger's base currency " + ledger.baseCurrency());
            }
            return new CustomerFacts(
                    texts.getOrDefault(FactsJson.CUSTOMER_CODE, ""),
                    asOf,
                    currency,
                    type,
                    texts.get(FactsJson.INDUSTRY),
                    texts.get(FactsJson.REGION),
                    texts.get(FactsJson.SIZE),
                    tags,
                    attributes,
                    PaymentHistory.of(metrics),
                    previous(),
                    guarantees);
        }

        private CustomerFacts.@Nullable Previous previous() {
            String grade = texts.get(FactsJson.PREVIOUS_GRADE);
            String limitType = texts.get(FactsJson.PREVIOUS_LIMIT_TYPE);
            if (limitType != null && !limitType.equals("AMOUNT") && !limitType.equals("UNLIMITED")) {
                one.wrong(FactsJson.PREVIOUS_LIMIT_TYPE, "\"" + limitType + "\" is not one of AMOUNT, UNLIMITED");
            }
            if (grade == null) {
                if (previousLimit != null || limitType != null || previousProvisional) {
                    one.wrong(FactsJson.PREVIOUS_GRADE, "facts of a previous decision need its grade");
                }
                return null;
            }
            if (!grades.contains(grade)) {
                one.wrong(FactsJson.PREVIOUS_GRADE, "\"" + grade + "\" is not one of " + String.join(", ", grades));
            }
            boolean unlimited = "UNLIMITED".equals(limitType);
            if (unlimited && previousLimit != null) {
                one.wrong(FactsJson.PREVIOUS_LIMIT, "an UNLIMITED previous limit has no amount");
            }
            return new CustomerFacts.Previous(
                    grade,
                    previousProvisional,
                    unlimited ? null : Objects.requireNonNullElse(previousLimit, BigDecimal.ZERO));
        }

        private void text(String field, JsonNode value) {
            String text = one.text(field, value);
            if (text != null) {
                texts.put(field, text);
            }
        }

        private void tags(JsonNode value) {
            if (!value.isArray() || value.size() > TAGS_MAX) {
                one.wrong(FactsJson.TAGS, "this is not a list of at most " + TAGS_MAX + " texts");
                return;
            }
            for (int i = 0; i < value.size(); i++) {
                String tag = one.text(FactsJson.TAGS, value.get(i));
                if (tag != null) {
                    tags.add(tag);
                }
            }
        }

        private void attributes(JsonNode value) {
            if (!value.isObject()) {
                one.wrong(FactsJson.ATTRIBUTES, "this is not an object");
                return;
            }
            value.properties().forEach(field -> {
                Ledger.AttributeDefinition definition = ledger.attributeDefinitions().stream()
                        .filter(known -> known.key().equals(field.getKey()))
                        .findFirst()
                        .orElse(null);
                if (definition == null) {
                    one.wrong(FactsJson.ATTRIBUTES, "the ledger defines no custom field \"" + field.getKey() + "\"");
                } else if (!field.getValue().isNull()) {
                    Object read = one.attribute(definition, field.getValue());
                    if (read != null) {
                        attributes.put(field.getKey(), read);
                    }
                }
            });
        }
    }
}
