package dev.assay.customer.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.assay.engine.ClosestName;
import dev.assay.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read by name and type. What is wrong is noted with its pointer, and reading goes on. */
final class JsonFields {

    private final JsonNode object;
    private final String pointer;
    private final Faults faults;

    JsonFields(JsonNode object, String pointer, Faults faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** What is wrong so far: with the shape of the JSON, and with what it says. */
    static final class Faults {
        private final List<FieldError> errors = new ArrayList<>();
        private boolean malformed;

        void shape(String pointer, String message) {
            malformed = true;
            errors.add(new FieldError(pointer, message));
        }

        void content(String pointer, String message) {
            errors.add(new FieldError(pointer, message));
        }

        boolean malformed() {
            return malformed;
        }

        List<FieldError> all() {
            return List.copyOf(errors);
        }
    }

    String at(String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }

    /** Notes every field that is none of these. */
    void allow(List<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                faults.shape(
                        at(name),
                        "unknown field " + PlainText.shown(name) + ClosestName.suggestion(name, known) + " Known here: "
                                + String.join(", ", known));
            }
        }
    }

    /** A text, stripped; null if it is absent, null or blank. */
    @Nullable
    String text(String field, int lengthMax) {
        JsonNode value = ofType(field, JsonNodeType.STRING, "a text");
        return value == null ? null : text(value.textValue(), at(field), lengthMax, faults);
    }

    String requiredText(String field, int lengthMax) {
        int before = faults.errors.size();
        String value = text(field, lengthMax);
        if (value != null) {
            return value;
        }
        if (faults.errors.size() == before) {
            faults.content(at(field), "is missing; give 1 to " + lengthMax + " characters");
        }
        return "";
    }

    <E extends Enum<E>> E choice(String field, E absent) {
        JsonNode value = ofType(field, JsonNodeType.STRING, "a text");
        if (value == null) {
            return absent;
        }
        E[] options = absent.getDeclaringClass().getEnumConstants();
        return Arrays.stream(options)
                .filter(option -> option.name().equals(value.textValue()))
                .findFirst()
                .orElseGet(() -> {
                    faults.shape(
                            at(field),
                            PlainText.shown(value.textValue()) + " is not one of "
                                    + Arrays.stream(options).map(Enum::name).collect(Collectors.joining(", ")));
                    return absent;
                });
    }

    /** Gives each element of a list, with its pointer; nothing if the list is absent. */
    void each(String field, int countMax, BiConsumer<JsonNode, String> reader) {
        JsonNode list = ofType(field, JsonNodeType.ARRAY, "a list");
        if (list == null) {
            return;
        }
        if (list.size() > countMax) {
            faults.content(at(field), "has " + list.size() + " elements; at most " + countMax + " are stored");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            reader.accept(list.get(i), at(field) + "/" + i);
        }
    }

    @Nullable
    JsonNode object(String field) {
        return ofType(field, JsonNodeType.OBJECT, "an object");
    }

    static @Nullable String text(String raw, String pointer, int lengthMax, Faults faults) {
        String text = raw.strip();
        String fault = PlainText.fault(text, lengthMax);
        if (fault != null) {
            faults.content(pointer, PlainText.shown(text) + " " + fault);
            return null;
        }
        return text.isEmpty() ? null : text;
    }

    private @Nullable JsonNode ofType(String field, JsonNodeType type, String wanted) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.getNodeType() != type) {
            faults.shape(at(field), "this is " + named(value) + ", not " + wanted);
            return null;
        }
        return value;
    }

    static String named(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text " + PlainText.shown(value.textValue());
            case NUMBER, BOOLEAN -> "the " + value.getNodeType().name().toLowerCase(Locale.ROOT) + " " + value.asText();
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "null";
        };
    }
}
