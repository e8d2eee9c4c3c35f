package dev.assay.customer;

import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerStatus;
import dev.assay.customer.content.CustomerType;
import dev.assay.customer.content.PlainText;
import dev.assay.customer.content.SearchableName;
import dev.assay.engine.ClosestName;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a search as conditions of a statement over {@code customer c}. All of them must hold.
 *
 * @param conditions fragments of SQL, with a {@code ?} for each value
 * @param values what stands for the {@code ?}, in order
 * @param terms words of the name looked for, null if any name will do
 * @param fingerprint the same for the same search
 */
public record CustomerFilter(
        List<String> conditions,
        List<Object> values,
        @Nullable String terms,
        String fingerprint) {

    private static final int VALUE_LENGTH_MAX = 500;
    private static final int VALUES_MAX = 20;
    private static final String ATTRIBUTE = "attribute.";
    private static final Map<String, String> COLUMNS = Map.of(
            "type",
            "type",
            "taxId",
            "tax_id",
            "industry",
            "industry",
            "region",
            "region",
            "size",
            "size",
            "owner",
            "owner",
            "department",
            "department",
            "status",
            "status");
    private static final List<String> PARAMETERS = List.of(
            "code",
            "name",
            "type",
            "taxId",
            "industry",
            "region",
            "size",
            "tag",
            "attribute.<key>",
            "contact",
            "parentCode",
            "owner",
            "department",
            "status",
            "cursor",
            "limit");
    private static final List<String> CONTACT_FIELDS = List.of("code", "name", "phone", "email");

    /**
     * Reads the parameters of a search; {@code cursor} and {@code limit} are not looked at.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_REQUEST naming every parameter at fault
     */
    public static CustomerFilter of(Ledger ledger, Map<String, List<String>> parameters) {
        return of(ledger, parameters, List::of);
    }

    /** @param taxIds all forms in which a tax id may be stored */
    static CustomerFilter of(
            Ledger ledger, Map<String, List<String>> parameters, Function<String, List<String>> taxIds) {
        Builder builder = new Builder(new AttributeValues(ledger.attributeDefinitions()), ledger.id(), taxIds);
        Map<String, List<String>> ordered = new TreeMap<>(parameters);
        ordered.remove("cursor");
        ordered.remove("limit");
        ordered.forEach(builder::parameter);
        if (!builder.errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.problem(
                    builder.errors.size() + " parameter(s) of the search are not acceptable.", builder.errors);
        }
        return new CustomerFilter(
                builder.conditions, builder.values, builder.terms, Integer.toHexString(ordered.hashCode()));
    }

    private static final class Builder {
        private final AttributeValues attributes;
        private final int ledgerId;
        private final Function<String, List<String>> taxIds;
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();
        private final List<FieldError> errors = new ArrayList<>();
        private @Nullable String terms;

        Builder(AttributeValues attributes, int ledgerId, Function<String, List<String>> taxIds) {
            this.attributes = attributes;
            this.ledgerId = ledgerId;
            this.taxIds = taxIds;
        }

        void parameter(String name, List<String> given) {
            boolean repeatable = name.equals("tag");
            if (given.size() > (repeatable ? VALUES_MAX : 1)) {
                errors.add(new FieldError(
                        name,
                        "is given " + given.size() + " times; give it at most "
                                + (repeatable ? VALUES_MAX + " times" : "once")));
                return;
            }
            for (String value : given) {
                String fault = value.isBlank() ? "is empty; leave it out" : PlainText.fault(value, VALUE_LENGTH_MAX);
                if (fault != null) {
                    errors.add(new FieldError(name, fault));
                } else {
                    condition(name, value.strip());
                }
            }
        }

        private void condition(String name, String value) {
            if (name.startsWith(ATTRIBUTE)) {
                attribute(name, name.substring(ATTRIBUTE.length()), value);
                return;
            }
            switch (name) {
                // The range of a prefix, which the index on (ledger_id, code) serves.
                case "code" ->
                    add("c.code >= ? and c.code < ?", value, value + Character.toString(Character.MAX_CODE_POINT));
                case "name" -> name(value);
                case "tag" -> add("c.tags @> array[?]::text[]", value);
                case "contact" -> contact(value);
                case "parentCode" ->
                    add(
                            "c.parent_id = (select p.id from customer p where p.ledger_id = ? and p.code = ?)",
                            ledgerId,
                            value);
                case "taxId" -> {
                    List<String> forms = taxIds.apply(value.toUpperCase(Locale.ROOT));
                    String each = forms.stream().map(form -> "?").collect(Collectors.joining(", "));
                    add("c.tax_id in (" + each + ")", forms.toArray());
                }
                case "type" -> oneOf(name, value, CustomerType.values());
                case "status" -> oneOf(name, value, CustomerStatus.values());
                case "industry", "region", "size", "owner", "department" ->
                    add("c." + COLUMNS.get(name) + " = ?", value);
                default ->
                    errors.add(new FieldError(
                            name,
                            "is no parameter of this search" + ClosestName.suggestion(name, PARAMETERS)
                                    + " Known here: " + String.join(", ", PARAMETERS)));
            }
        }

        private void name(String value) {
            terms = SearchableName.of(value).terms();
            if (terms.isEmpty()) {
                errors.add(new FieldError("name", PlainText.shown(value) + " has no letter and no digit to look for"));
            }
        }

        private void attribute(String parameter, String key, String value) {
            if (!attributes.defines(key)) {
                errors.add(new FieldError(parameter, attributes.unknown(key)));
                return;
            }
            Object parsed = attributes.parse(key, value);
            if (parsed == null) {
                errors.add(new FieldError(parameter, PlainText.shown(value) + " is no value of this custom field"));
                return;
            }
            add("c.attributes @> ?::jsonb", CustomerJson.write(Map.of(key, parsed)));
        }

        private void contact(String value) {
            conditions.add(CONTACT_FIELDS.stream()
                    .map(field -> "c.contacts @> ?::jsonb")
                    .collect(Collectors.joining(" or ", "(", ")")));
            for (String field : CONTACT_FIELDS) {
                values.add(CustomerJson.write(List.of(Map.of(field, value))));
            }
        }

        private <E extends Enum<E>> void oneOf(String name, String value, E[] options) {
            List<String> names = Arrays.stream(options).map(Enum::name).toList();
            if (!names.contains(value)) {
                errors.add(new FieldError(name, PlainText.shown(value) + " is not one of " + String.join(", ", names)));
                return;
            }
            add("c." + COLUMNS.get(name) + " = ?", value);
        }

        private void add(String condition, Object... itsValues) {
            conditions.add(condition);
            values.addAll(List.of(itsValues));
        }
    }
}
