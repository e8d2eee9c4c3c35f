package dev.assay.platform.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON body, told in the client's words: the place, the value and the fix. */
public final class JsonProblems {

    private JsonProblems() {}

    public static Problem of(JsonProcessingException exception) {
        if (exception instanceof MismatchedInputException mismatch) {
            FieldError error = new FieldError(pointer(mismatch), message(mismatch));
            return ProblemType.INVALID_REQUEST.problem(
                    (error.pointer().isEmpty() ? "The body" : error.pointer()) + ": " + error.message(),
                    List.of(error));
        }
        if (exception instanceof JsonMappingException mapping && mapping.getCause() instanceof Problem problem) {
            return problem;
        }
        JsonLocation place = exception.getLocation();
        return ProblemType.MALFORMED_JSON.problem(
                (place == null ? "" : "Line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ")
                        + exception.getOriginalMessage());
    }

    private static String message(MismatchedInputException exception) {
        if (exception instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
            return "unknown field \"" + unknown.getPropertyName() + "\"; known here: "
                    + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        }
        String wanted = wanted(exception.getTargetType());
        if (exception instanceof InvalidFormatException format) {
            return "\"" + format.getValue() + "\" is not " + wanted;
        }
        return "this is not " + wanted;
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "what is expected here";
        }
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "LocalDate" -> "a calendar date like 2026-01-31";
            case "Instant" -> "an instant like 2026-01-31T08:00:00Z";
            case "BigDecimal" -> "a decimal number";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a text";
            case "List", "Set", "ArrayList", "HashSet" -> "a list";
            default -> "an object of the shape in /q/openapi";
        };
    }

    private static String pointer(JsonMappingException exception) {
        return exception.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }
}
