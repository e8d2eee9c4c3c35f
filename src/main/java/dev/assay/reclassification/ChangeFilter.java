package dev.assay.reclassification;

import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of a run are asked for, and in which order.
 *
 * @param from grade before, {@code none} for never graded; null: any
 * @param to grade after; null: any
 * @param moved whether grade, category, limit, term or hold differ; null: either
 */
record ChangeFilter(
        @Nullable String from,
        @Nullable String to,
        @Nullable Boolean moved,
        Sort sort) {

    static final String NEVER_GRADED = "none";

    /** An order of changes; the customer's id decides among equals. */
    enum Sort {
        CODE("c.code", "text", false),
        LIMIT_FALLS_FIRST("coalesce(r.limit_change, 0)", "bigint", false),
        LIMIT_RISES_FIRST("coalesce(r.limit_change, 0)", "bigint", true);

        private final String key;
        private final String type;
        private final boolean descending;

        Sort(String key, String type, boolean descending) {
            this.key = key;
            this.type = type;
            this.descending = descending;
        }

        /** What is sorted by. */
        String key() {
            return key;
        }

        String orderBy() {
            String direction = descending ? " desc" : "";
            return key + direction + ", r.customer_id" + direction;
        }

        /** After a place: two parameters, its key and its customer. */
        String after() {
            return "(" + key + ", r.customer_id) " + (descending ? "<" : ">") + " (cast(? as " + type + "), ?)";
        }
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST naming the parameter at fault */
    static ChangeFilter of(@Nullable String from, @Nullable String to, @Nullable String moved, @Nullable String sort) {
        Boolean flag = null;
        if (moved != null) {
            if (!moved.equals("true") && !moved.equals("false")) {
                throw invalid("moved", moved, "use true or false");
            }
            flag = Boolean.valueOf(moved);
        }
        Sort order = Sort.CODE;
        if (sort != null) {
            try {
                order = Sort.valueOf(sort.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw invalid("sort", sort, "use one of CODE, LIMIT_FALLS_FIRST, LIMIT_RISES_FIRST");
            }
        }
        return new ChangeFilter(from, to, flag, order);
    }

    /** Conditions over {@code reclassification_change r}, each beginning with {@code and}. */
    String conditions() {
        return (from == null
                        ? ""
                        : NEVER_GRADED.equals(from) ? " and r.before_grade is null" : " and r.before_grade = ?")
                + (to == null ? "" : " and r.after_grade = ?")
                + (moved == null ? "" : " and r.moved = ?");
    }

    List<Object> values() {
        List<Object> values = new ArrayList<>();
        if (from != null && !NEVER_GRADED.equals(from)) {
            values.add(from);
        }
        if (to != null) {
            values.add(to);
        }
        if (moved != null) {
            values.add(moved);
        }
        return values;
    }

    private static RuntimeException invalid(String parameter, String value, String fix) {
        return ProblemType.INVALID_REQUEST.problem(
                parameter + " \"" + value + "\" is not acceptable.", List.of(new FieldError(parameter, fix)));
    }
}
