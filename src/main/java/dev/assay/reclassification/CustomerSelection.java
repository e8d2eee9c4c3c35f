package dev.assay.reclassification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.customer.CustomerFilter;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** The customers of a prepared run in one partition of the documents. */
    static CustomerSelection of(Run run, int partition) {
        if (run.isOverAll()) {
            return of(run.ledger(), run.filter());
        }
        return new CustomerSelection(
                "c.id in (select customer_id from reclassification_customer where run_id = ? and chunk = " + partition
                        + ")",
                List.of(run.id()));
    }

    /**
     * Notes whom a run over changed customers looks at: those with documents or master data recorded since, those whose review is
     * due, those whose guarantees aren't those their limit counts, and those a run before failed on.
     *
     * @return how many they are
     */
    static long noteChanged(Connection connection, Run run) throws SQLException {
        CustomerSelection filtered = of(run.ledger(), run.filter());
        // One scan of the customers; documents lie in the order of their recording, so their last pages are all that is
        // read.
        String sql = """
                insert into reclassification_customer (run_id, chunk, customer_id, ledger_id)
                select ?, c.document_partition, c.id, c.ledger_id
                  from (select id from customer where ledger_id = ? and updated_at > ?
                        union
                        select customer_id from document where ledger_id = ? and recorded_at > ?
                        union
                        select customer_id from classification where ledger_id = ? and review_on <= ?
                        union
                        select s.customer_id
                          from (select g.customer_id, coalesce(sum(g.accepted) filter (where %s), 0) as accepted
                                  from guarantee g where g.ledger_id = ? and g.known_at is not null
                                 group by g.customer_id) g
                          join classification s on s.customer_id = g.customer_id
                         where s.accepted_guarantees <> g.accepted
                        union
                        select f.customer_id from reclassification_failure f
                         where f.ledger_id = ?
                           and not exists (select from classification s where s.customer_id = f.customer_id)) changed
                  join customer c on c.id = changed.id
                 where c.ledger_id = ? and c.status <> 'ARCHIVED' and (%s)
                """.formatted(AcceptedGuarantees.IN_FORCE, filtered.condition());
        OffsetDateTime since = Objects.requireNonNull(run.changedSince()).atOffset(ZoneOffset.UTC);
        int ledger = run.ledger().id();
        List<Object> values = new ArrayList<>(List.of(run.id(), ledger, since, ledger, since, ledger, run.asOf()));
        values.addAll(AcceptedGuarantees.inForceNow(run.asOf()));
        values.addAll(List.of(ledger, ledger, ledger));
        values.addAll(filtered.values());
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                insert.setObject(i + 1, values.get(i));
            }
            return insert.executeUpdate();
        }
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
