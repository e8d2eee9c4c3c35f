package dev.assay.portfolio;

import dev.assay.customer.CustomerFilter;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which customers are meant: by what stands for them, and by all that a search of customers knows but the name, in place of which
 * {@code q} finds a part of the code or of the name.
 *
 * @param condition over {@code customer c}, {@code classification s} and {@code decision d}, with a {@code ?} for each value
 */
record PortfolioFilter(String condition, List<Object> values) {

    private static final Map<String, String> STANDING =
            Map.of("grade", "s.grade", "category", "s.category", "valueClass", "d.value_class");
    private static final Pattern PATTERN_SIGNS = Pattern.compile("[\\\\%_]");
    private static final String NONE = "NONE";

    /**
     * @param parameters of the search alone
     * @throws dev.assay.platform.problem.Problem INVALID_REQUEST naming every parameter at fault
     */
    static PortfolioFilter of(Ledger ledger, Map<String, List<String>> parameters) {
        Map<String, List<String>> others = new TreeMap<>(parameters);
        StringBuilder condition = new StringBuilder("c.ledger_id = ?");
        List<Object> values = new ArrayList<>(List.of(ledger.id()));
        STANDING.forEach((name, column) -> {
            String value = only(others.remove(name), name);
            if (value.equals(NONE)) {
                condition.append(" and ").append(column).append(" is null");
            } else if (!value.isEmpty()) {
                condition.append(" and ").append(column).append(" = ?");
                values.add(value);
            }
        });
        flag(others, "hold", "s.hold", condition);
        flag(others, "provisional", "s.provisional", condition);
        flag(others, "overdue", "d.overdue_amount > 0", condition);
        String part = only(others.remove("q"), "q").strip();
        if (!part.isEmpty()) {
            condition.append(" and (c.code ilike ? or c.name ilike ?)");
            String pattern = "%" + PATTERN_SIGNS.matcher(part).replaceAll("\\\\$0") + "%";
            values.add(pattern);
            values.add(pattern);
        }
        if (!others.containsKey("status")) {
            condition.append(" and c.status <> 'ARCHIVED'");
        }
        CustomerFilter master = CustomerFilter.of(ledger, others);
        master.conditions()
                .forEach(each -> condition.append(" and (").append(each).append(")"));
        values.addAll(master.values());
        return new PortfolioFilter(condition.toString(), values);
    }

    private static void flag(
            Map<String, List<String>> parameters, String name, String expression, StringBuilder condition) {
        String value = only(parameters.remove(name), name);
        switch (value) {
            case "" -> {}
            case "true" -> condition.append(" and ").append(expression);
            case "false" ->
                condition.append(" and not coalesce(").append(expression).append(", false)");
            default -> throw fault(name, "is \"" + value + "\"; use true or false");
        }
    }

    private static String only(@org.jspecify.annotations.Nullable List<String> given, String name) {
        if (given == null || given.isEmpty()) {
            return "";
        }
        if (given.size() > 1) {
            throw fault(name, "is given " + given.size() + " times; give it once");
        }
        return given.get(0);
    }

    private static RuntimeException fault(String name, String message) {
        return ProblemType.INVALID_REQUEST.problem(
                "A parameter of the search is not acceptable.", List.of(new FieldError(name, message)));
    }
}
