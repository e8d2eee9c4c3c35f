package dev.assay.reclassification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.DataScope;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds a run to the customers that the one who starts it sees: the run itself goes on when nobody calls any more. */
final class ScopedFilter {

    private ScopedFilter() {}

    /**
     * The filter with the scope's values where it asks for none.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_REQUEST if it asks for values outside of the scope
     */
    static JsonNode narrow(JsonNode filter, DataScope scope) {
        ObjectNode narrowed = filter.deepCopy();
        narrow(narrowed, "region", scope.regions());
        narrow(narrowed, "department", scope.departments());
        narrow(narrowed, "owner", scope.owners());
        return narrowed;
    }

    private static void narrow(ObjectNode filter, String field, Set<String> allowed) {
        if (allowed.isEmpty()) {
            return;
        }
        JsonNode asked = filter.get(field);
        if (asked == null || asked.isNull() || asked.isEmpty() && asked.isArray()) {
            ArrayNode values = filter.putArray(field);
            new TreeSet<>(allowed).forEach(values::add);
            return;
        }
        Iterable<JsonNode> values = asked.isArray() ? asked : List.of(asked);
        for (JsonNode value : values) {
            if (!allowed.contains(value.asText())) {
                throw ProblemType.INVALID_REQUEST.problem(
                        "The run asks for customers you don't see.",
                        List.of(new FieldError(
                                "/filter/" + field,
                                "\"" + value.asText() + "\" is not within " + new TreeSet<>(allowed))));
            }
        }
    }
}
