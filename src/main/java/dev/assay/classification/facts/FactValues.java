package dev.assay.classification.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads single values of facts; each that isn't acceptable becomes a {@link FieldError} with its pointer, and null. */
public final class FactValues {

    public static final BigDecimal MONEY_MAX = new BigDecimal("1e15");

    private static final int TEXT_LENGTH_MAX = 200;
    private static final int COUNT_MAX = 100_000_000;

    private final String pointer;
    private final List<FieldError> errors;

    /** @param pointer of the object whose values they are */
    FactValues(String pointer, List<FieldError> errors) {
        this.pointer = pointer;
        this.errors = errors;
    }

    void wrong(String field, String message) {
        errors.add(new FieldError(
                pointer + (field.isEmpty() ? "" : "/" + field.replace("~", "~0").replace("/", "~1")), message));
    }

    public @Nullable Object metric(Metric metric, JsonNode value) {
        return switch (metric.type()) {
            case MONEY -> money(metric.key(), value, MONEY_MAX.negate());
            case RATIO, DECIMAL_DAYS -> number(metric.key(), value);
            case DAYS, COUNT -> count(metric.key(), value);
            case FLAG -> flag(metric.key(), value);
            case TEXT -> valueClass(metric.key(), value);
        };
    }

    public @Nullable BigDecimal money(String field, JsonNode value, BigDecimal min) {
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

    public @Nullable Double number(String field, JsonNode value) {
        KnownFacts.Range range = KnownFacts.range(field);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (Double.isNaN(number) || number < range.min() || number > range.max()) {
            wrong(field, shown(value) + " is not a number between " + range.min() + " and " + range.max());
            return null;
        }
        return number;
    }

    public @Nullable Integer count(String field, JsonNode value) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > COUNT_MAX) {
            wrong(field, shown(value) + " is not a whole number between 0 and " + COUNT_MAX);
            return null;
        }
        return value.intValue();
    }

    boolean flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            wrong(field, shown(value) + " is not true or false");
        }
        return value.booleanValue();
    }

    public @Nullable String valueClass(String field, JsonNode value) {
        if (!value.isTextual() || !value.textValue().matches("[ABC]")) {
            wrong(field, shown(value) + " is not one of A, B, C");
            return null;
        }
        return value.textValue();
    }

    public @Nullable String text(String field, JsonNode value) {
        if (!value.isTextual()
                || value.textValue().length() > TEXT_LENGTH_MAX
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            wrong(field, shown(value) + " is not a text of at most " + TEXT_LENGTH_MAX + " printable characters");
            return null;
        }
        return value.textValue();
    }

    public @Nullable LocalDate date(String field, JsonNode value) {
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

    public @Nullable Object attribute(Ledger.AttributeDefinition definition, JsonNode value) {
        return switch (definition.type()) {
            case TEXT, CHOICE -> text(FactsJson.ATTRIBUTES, value);
            case NUMBER -> money(FactsJson.ATTRIBUTES, value, MONEY_MAX.negate());
            case DATE -> date(FactsJson.ATTRIBUTES, value);
        };
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
