package dev.assay.customer.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.ClosestName;
import dev.assay.ledger.Ledger.AttributeDefinition;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Custom fields of a customer by the definitions of the ledger: String, BigDecimal or LocalDate. */
public final class AttributeValues {

    /** Most customers have none; a run doesn't parse that a million times. */
    private static final String NONE = "{}";

    private static final int TEXT_LENGTH_MAX = 500;
    private static final int INTEGER_DIGITS_MAX = 18;
    private static final int DECIMALS_MAX = 10;

    private final Map<String, AttributeDefinition> definitions = new LinkedHashMap<>();

    public AttributeValues(List<AttributeDefinition> definitions) {
        definitions.forEach(definition -> this.definitions.put(definition.key(), definition));
    }

    /** Values as stored, where a definition changed since, a value that no longer fits it is the text or number it was. */
    public SortedMap<String, Object> stored(String json) {
        SortedMap<String, Object> values = new TreeMap<>();
        if (json.equals(NONE)) {
            return values;
        }
        CustomerJson.read(json, JsonNode.class).properties().forEach(field -> {
            AttributeDefinition definition = definitions.get(field.getKey());
            JsonNode value = field.getValue();
            boolean date =
                    definition != null && definition.type() == AttributeDefinition.Type.DATE && value.isTextual();
            LocalDate asDate = date ? date(value.textValue()) : null;
            values.put(
                    field.getKey(),
                    asDate != null ? asDate : value.isNumber() ? plain(value.decimalValue()) : value.asText());
        });
        return values;
    }

    SortedMap<String, Object> read(@Nullable JsonNode object, String pointer, JsonFields.Faults faults) {
        SortedMap<String, Object> values = new TreeMap<>();
        if (object == null) {
            return values;
        }
        JsonFields fields = new JsonFields(object, pointer, faults);
        object.properties().forEach(field -> {
            AttributeDefinition definition = definitions.get(field.getKey());
            if (definition == null) {
                faults.content(fields.at(field.getKey()), unknown(field.getKey()));
            } else if (!field.getValue().isNull()) {
                Object value = value(definition, field.getValue(), fields.at(field.getKey()), faults);
                if (value != null) {
                    values.put(field.getKey(), value);
                }
            }
        });
        return values;
    }

    /** What to say of a key that no definition has. */
    public String unknown(String key) {
        return "the ledger defines no custom field " + PlainText.shown(key)
                + ClosestName.suggestion(key, definitions.keySet())
                + (definitions.isEmpty()
                        ? "; it has none at all"
                        : " Defined: " + String.join(", ", definitions.keySet()));
    }

    /** A search parameter as the value that would be stored, null if it can't be one of this field. */
    public @Nullable Object parse(String key, String text) {
        AttributeDefinition definition = definitions.get(key);
        if (definition == null) {
            return null;
        }
        return switch (definition.type()) {
            case TEXT, CHOICE -> text;
            case DATE -> date(text);
            case NUMBER -> text.matches("-?[0-9]{1,18}(\\.[0-9]{1,10})?") ? plain(new BigDecimal(text)) : null;
        };
    }

    public boolean defines(String key) {
        return definitions.containsKey(key);
    }

    private static @Nullable Object value(
            AttributeDefinition definition, JsonNode value, String pointer, JsonFields.Faults faults) {
        return switch (definition.type()) {
            case NUMBER -> number(value, pointer, faults);
            case TEXT -> string(value, "a text", pointer, faults);
            case DATE -> {
                String text = string(value, "a date", pointer, faults);
                LocalDate date = text == null ? null : date(text);
                if (text != null && date == null) {
                    faults.content(pointer, PlainText.shown(text) + " is not a calendar date like 2026-01-31");
                }
                yield date;
            }
            case CHOICE -> {
                String text = string(value, "a text", pointer, faults);
                if (text != null && !definition.options().contains(text)) {
                    faults.content(
                            pointer,
                            PlainText.shown(text) + " is not one of " + String.join(", ", definition.options())
                                    + ClosestName.suggestion(text, definition.options()));
                    yield null;
                }
                yield text;
            }
        };
    }

    private static @Nullable String string(JsonNode value, String wanted, String pointer, JsonFields.Faults faults) {
        if (!value.isTextual()) {
            faults.content(pointer, "this is " + JsonFields.named(value) + ", not " + wanted);
            return null;
        }
        return JsonFields.text(value.textValue(), pointer, TEXT_LENGTH_MAX, faults);
    }

    private static @Nullable BigDecimal number(JsonNode value, String pointer, JsonFields.Faults faults) {
        if (!value.isNumber()) {
            faults.content(pointer, "this is " + JsonFields.named(value) + ", not a number");
            return null;
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        if ((long) number.precision() - number.scale() > INTEGER_DIGITS_MAX || number.scale() > DECIMALS_MAX) {
            faults.content(
                    pointer,
                    number + " is out of range: at most " + INTEGER_DIGITS_MAX + " digits before and " + DECIMALS_MAX
                            + " after the point");
            return null;
        }
        return plain(number);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable LocalDate date(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() >= 1 && date.getYear() <= 9999 ? date : null;
        } catch (DateTimeParseException e) {
            return null; // the caller says so, with the place
        }
    }
}
