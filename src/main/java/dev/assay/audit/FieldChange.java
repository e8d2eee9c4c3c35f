package dev.assay.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One field that a change changed.
 *
 * @param pointer JSON pointer within the thing; lists are compared as a whole
 * @param before absent if the field is new
 * @param after absent if the field is gone
 */
public record FieldChange(String pointer, JsonNode before, JsonNode after) {

    /** The fields that differ, in the order of their names. */
    public static List<FieldChange> between(JsonNode before, JsonNode after) {
        List<FieldChange> changes = new ArrayList<>();
        collect("", before, after, changes);
        return changes;
    }

    private static void collect(String pointer, JsonNode before, JsonNode after, List<FieldChange> changes) {
        boolean walk = (before.isObject() || after.isObject()) && isObjectOrNothing(before) && isObjectOrNothing(after);
        if (!walk) {
            if (!before.equals(after)) {
                changes.add(new FieldChange(pointer, before, after));
            }
            return;
        }
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String escaped = name.replace("~", "~0").replace("/", "~1");
            collect(pointer + "/" + escaped, value(before, name), value(after, name), changes);
        }
    }

    private static boolean isObjectOrNothing(JsonNode node) {
        return node.isObject() || node.isMissingNode() || node.isNull();
    }

    private static JsonNode value(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }
}
