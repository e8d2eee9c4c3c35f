package dev.assay.reclassification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.customer.CustomerFilter;
import dev.assay.history.DocumentPartition;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which customers a run looks at: conditions over {@code customer c}, all of which must hold.
 *
 * <p>The filter is the parameters of the customer search as one JSON object, a list for several values, and {@code grade}, which
 * stands for any of its values.
 */
record CustomerSelection(String condition, List<Object> values) {

    private static final String GRADE = "grade";

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST naming every parameter at fault */
    static CustomerSelection of(Ledger ledger, JsonNode filter) {
        if (!filter.isObject()) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "filter must be an object such as {\"region\":\"EAST\"}.",
                    List.of(new FieldError("/filter", "is not an object")));
        }
        Map<String, List<String>> parameters = new HashMap<>();
        filter.properties().forEach(field -> parameters.put(field.getKey(), texts(field.getValue())));
        if (parameters.containsKey("name")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "A run can't be filtered by a name that is only alike.",
                    List.of(new FieldError("/filter/name", "use code, tag, region or another exact field")));
        }
        List<String> grades = parameters.remove(GRADE);
        CustomerFilter customers = CustomerFilter.of(ledger, parameters);
        List<String> conditions = new ArrayList<>(customers.conditions());
        List<Object> values = new ArrayList<>(customers.values());
        if (grades != null) {
            String places = String.join(", ", grades.stream().map(grade -> "?").toList());
            conditions.add(
                    "exists (select from classification s where s.customer_id = c.id and s.grade in (" + places + "))");
            values.addAll(grades);
        }
        return new CustomerSelection(conditions.isEmpty() ? "true" : String.join(" and ", conditions), values);
    }

    /** The customers of a run in one partition of the documents. */
    static CustomerSelection of(Run run, int partition) {
        CustomerSelection filtered = of(run.ledger(), run.filter());
        Instant since = run.changedSince();
        if (run.scope() == Run.Scope.ALL || since == null) {
            return filtered;
        }
        // A partition's documents lie in the order of their recording: the last pages are all that is read.
        String condition = """
                (%s) and (c.updated_at > ?
                  or c.id in (select d.customer_id from document%s d where d.recorded_at > ? and d.ledger_id = ?)
                  or not exists (select from classification s where s.customer_id = c.id and s.review_on > ?))
                """.formatted(filtered.condition(), DocumentPartition.suffix(partition));
        List<Object> values = new ArrayList<>(filtered.values());
        values.add(since.atOffset(ZoneOffset.UTC));
        values.add(since.atOffset(ZoneOffset.UTC));
        values.add(run.ledger().id());
        values.add(run.asOf());
        return new CustomerSelection(condition, values);
    }

    private static List<String> texts(@Nullable JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value != null && value.isArray()) {
            value.forEach(each -> texts.add(each.asText()));
        } else if (value != null) {
            texts.add(value.asText());
        }
        return texts;
    }
}
