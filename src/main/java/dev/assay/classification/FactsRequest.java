package dev.assay.classification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
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
final class FactsRequest {

    private static final int TEXT_LENGTH_MAX = 200;
    private static final int TAGS_MAX = 100;
    private static final BigDecimal MONEY_MAX = new BigDecimal("1e15");
    private static final int COUNT_MAX = 100_000_000;

    private final Ledger ledger;
    private final LocalDate today;
    private final List<String> grades;
    private final List<FieldError> errors;

    private String pointer = "";

    /**
     * @param today as-of date of facts that name none
     * @param grades what {@code previousGrade} may be
     * @param errors receives what is wrong
     */
    FactsRequest(Ledger ledger, LocalDate today, List<String> grades, List<FieldError> errors) {
        this.ledger = ledger;
        this.today = today;
        this.grades = grades;
        this.errors = errors;
    }

    /** The facts; not to be used if errors were added. */
    CustomerFacts read(JsonNode body, String at) {
        pointer = at;
        Values values = new Values();
        if (body.isObject()) {
            body.properties().forEach(field -> values.read(field.getKey(), field.getValue()));
        } else {
            wrong("", "this is not an object of facts");
        }
        return values.facts();
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(
                pointer + (field.isEmpty() ? "" : "/" + field.replace("~", "~0").replace("/", "~1")), message));
    }

    /** One object while it is read. */
    private final class Values {
        private final Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Object> attributes = new HashMap<>();
        private final Set<String> tags = new HashSet<>();
        private LocalDate asOf = today;
        private boolean previousProvisional;
        private @Nullable BigDecimal previousLimit;
        private BigDecimal guarantees = BigDecimal.ZERO;

        private void read(String field, JsonNode value) {
            Metric metric = Metric.byKey(field);
            if (value.isNull()) {
                if (metric == null && !KnownFacts.OTHERS.contains(field)) {
                    unknown(field);
                }
                return;
            }
            if (metric != null) {
                Object read = metricValue(metric, value);
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
                case FactsJson.AS_OF -> asOf = Objects.requireNonNullElse(date(field, value), today);
                case FactsJson.TAGS -> tags(value);
                case FactsJson.ATTRIBUTES -> attributes(value);
                case FactsJson.PREVIOUS_PROVISIONAL -> previousProvisional = flag(field, value);
                case FactsJson.PREVIOUS_LIMIT -> previousLimit = money(field, value, BigDecimal.ZERO);
                case FactsJson.ACCEPTED_GUARANTEES ->
                    guarantees = Objects.requireNonNullElse(money(field, value, BigDecimal.ZERO), BigDecimal.ZERO);
                default -> unknown(field);
            }
        }

        private void unknown(String field) {
            wrong(field, "unknown fact \"" + field + "\"; did you mean \"" + KnownFacts.nearest(field) + "\"?");
        }

        private CustomerFacts facts() {
            String type = texts.get(FactsJson.CUSTOMER_TYPE);
            if (type != null && !type.equals("ENTERPRISE") && !type.equals("INDIVIDUAL")) {
                wrong(FactsJson.CUSTOMER_TYPE, "\"" + type + "\" is not one of ENTERPRISE, INDIVIDUAL");
            }
            String currency =
                    texts.getOrDefault(FactsJson.CURRENCY, ledger.baseCurrency().getCurrencyCode());
            if (!currency.equals(ledger.baseCurrency().getCurrencyCode())) {
                wrong(
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
                wrong(FactsJson.PREVIOUS_LIMIT_TYPE, "\"" + limitType + "\" is not one of AMOUNT, UNLIMITED");
            }
            if (grade == null) {
                if (previousLimit != null || limitType != null || previousProvisional) {
                    wrong(FactsJson.PREVIOUS_GRADE, "facts of a previous decision need its grade");
                }
                return null;
            }
            if (!grades.contains(grade)) {
                wrong(FactsJson.PREVIOUS_GRADE, "\"" + grade + "\" is not one of " + String.join(", ", grades));
            }
            boolean unlimited = "UNLIMITED".equals(limitType);
            if (unlimited && previousLimit != null) {
                wrong(FactsJson.PREVIOUS_LIMIT, "an UNLIMITED previous limit has no amount");
            }
            return new CustomerFacts.Previous(
                    grade,
                    previousProvisional,
                    unlimited ? null : Objects.requireNonNullElse(previousLimit, BigDecimal.ZERO));
        }

        private @Nullable Object metricValue(Metric metric, JsonNode value) {
            return switch (metric.type()) {
                case MONEY -> money(metric.key(), value, MONEY_MAX.negate());
                case RATIO, DECIMAL_DAYS -> number(metric.key(), value);
                case DAYS, COUNT -> count(metric.key(), value);
                case FLAG -> flag(metric.key(), value);
                case TEXT -> valueClass(metric.key(), value);
            };
        }

        private @Nullable BigDecimal money(String field, JsonNode value, BigDecimal min) {
            if (!value.isNumber()) {
                wrong(field, shown(value) + " is not an amount");
                return null;
            }
            BigDecimal amount = value.decimalValue();
            if (amount.compareTo(min) < 0 || amount.compareTo(MONEY_MAX) > 0 || amount.scale() > 20) {
                wrong(
                        field,
                        shown(value) + " is not an amount between " + min.toPlainString() + " and "
                                + MONEY_MAX.toPlainString() + " with at most 20 decimals");
                return null;
            }
            return amount;
        }

        private @Nullable Double number(String field, JsonNode value) {
            KnownFacts.Range range = KnownFacts.range(field);
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (Double.isNaN(number) || number < range.min() || number > range.max()) {
                wrong(field, shown(value) + " is not a number between " + range.min() + " and " + range.max());
                return null;
            }
            return number;
        }

        private @Nullable Integer count(String field, JsonNode value) {
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < 0
                    || value.intValue() > COUNT_MAX) {
                wrong(field, shown(value) + " is not a whole number between 0 and " + COUNT_MAX);
                return null;
            }
            return value.intValue();
        }

        private boolean flag(String field, JsonNode value) {
            if (!value.isBoolean()) {
                wrong(field, shown(value) + " is not true or false");
            }
            return value.booleanValue();
        }

        private @Nullable String valueClass(String field, JsonNode value) {
            if (!value.isTextual() || !value.textValue().matches("[ABC]")) {
                wrong(field, shown(value) + " is not one of A, B, C");
                return null;
            }
            return value.textValue();
        }

        private void text(String field, JsonNode value) {
            String text = checkedText(field, value);
            if (text != null) {
                texts.put(field, text);
            }
        }

        private @Nullable String checkedText(String field, JsonNode value) {
            if (!value.isTextual()
                    || value.textValue().length() > TEXT_LENGTH_MAX
                    || value.textValue().chars().anyMatch(Character::isISOControl)) {
                wrong(field, shown(value) + " is not a text of at most " + TEXT_LENGTH_MAX + " printable characters");
                return null;
            }
            return value.textValue();
        }

        private @Nullable LocalDate date(String field, JsonNode value) {
            try {
                LocalDate date = LocalDate.parse(value.asText());
                if (date.getYear() >= 1900 && date.getYear() <= 9999) {
                    return date;
                }
            } catch (DateTimeParseException e) {
                // told below, with the value
            }
            wrong(field, shown(value) + " is not a calendar date like 2026-01-31");
            return null;
        }

        private void tags(JsonNode value) {
            if (!value.isArray() || value.size() > TAGS_MAX) {
                wrong(FactsJson.TAGS, "this is not a list of at most " + TAGS_MAX + " texts");
                return;
            }
            for (int i = 0; i < value.size(); i++) {
                String tag = checkedText(FactsJson.TAGS, value.get(i));
                if (tag != null) {
                    tags.add(tag);
                }
            }
        }

        private void attributes(JsonNode value) {
            if (!value.isObject()) {
                wrong(FactsJson.ATTRIBUTES, "this is not an object");
                return;
            }
            value.properties().forEach(field -> {
                Ledger.AttributeDefinition definition = ledger.attributeDefinitions().stream()
                        .filter(known -> known.key().equals(field.getKey()))
                        .findFirst()
                        .orElse(null);
                if (definition == null) {
                    wrong(FactsJson.ATTRIBUTES, "the ledger defines no custom field \"" + field.getKey() + "\"");
                } else if (!field.getValue().isNull()) {
                    Object read = attribute(definition, field.getValue());
                    if (read != null) {
                        attributes.put(field.getKey(), read);
                    }
                }
            });
        }

        private @Nullable Object attribute(Ledger.AttributeDefinition definition, JsonNode value) {
            return switch (definition.type()) {
                case TEXT, CHOICE -> checkedText(FactsJson.ATTRIBUTES, value);
                case NUMBER -> money(FactsJson.ATTRIBUTES, value, MONEY_MAX.negate());
                case DATE -> date(FactsJson.ATTRIBUTES, value);
            };
        }
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
