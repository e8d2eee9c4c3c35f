package dev.assay.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A statement whose parameters are written {@code :name}, as often as it needs them, and typed where they stand. */
record NamedParameters(String sql, List<String> names) {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z]\\w*)", Pattern.CASE_INSENSITIVE);

    /** @param types SQL type of each name */
    static NamedParameters of(String text, Map<String, String> types) {
        List<String> names = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(text);
        String sql = parameter.replaceAll(match -> {
            String name = match.group(1);
            names.add(name);
            return "cast(? as " + types.get(name) + ")";
        });
        return new NamedParameters(sql, List.copyOf(names));
    }

    /**
     * The statement with its values written into it, for COPY, which takes no parameters.
     *
     * @throws IllegalArgumentException if a value is not a number, a list of these, a date or an instant: nothing else can be
     *     written safely
     */
    static String inlined(String text, Map<String, String> types, Map<String, Object> values) {
        return PARAMETER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            Object value = values.get(name);
            if (value instanceof long[] numbers) {
                return "cast('"
                        + Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(",", "{", "}"))
                        + "' as " + types.get(name) + ")";
            }
            if (value instanceof Integer || value instanceof LocalDate || value instanceof OffsetDateTime) {
                return "cast('" + value + "' as " + types.get(name) + ")";
            }
            throw new IllegalArgumentException("A value of :" + name + " can't be written into a statement");
        });
    }

    PreparedStatement prepare(Connection connection, Map<String, Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        Object[] inOrder = inOrder(values);
        for (int i = 0; i < inOrder.length; i++) {
            statement.setObject(i + 1, inOrder[i]);
        }
        return statement;
    }

    /** A value for each parameter of the statement. */
    Object[] inOrder(Map<String, Object> values) {
        return names.stream().map(values::get).toArray();
    }
}
