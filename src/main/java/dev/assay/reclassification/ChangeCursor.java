package dev.assay.reclassification;

import dev.assay.platform.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list of changes, opaque to clients; it belongs to the order of its list. */
record ChangeCursor(ChangeFilter.Sort sort, String key, long customerId) {

    static ChangeCursor of(RunChanges.Row row, ChangeFilter.Sort sort) {
        return new ChangeCursor(sort, row.sortKey(), row.customerId());
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST if the text is no cursor of a list in this order */
    static ChangeCursor parse(String text, ChangeFilter.Sort sort) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", 3);
            ChangeCursor cursor =
                    new ChangeCursor(ChangeFilter.Sort.valueOf(parts[0]), parts[2], Long.parseLong(parts[1]));
            if (cursor.sort == sort && (sort == ChangeFilter.Sort.CODE || cursor.key.matches("-?[0-9]{1,18}"))) {
                return cursor;
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // told below, with the value
        }
        throw ProblemType.INVALID_REQUEST.problem(
                "cursor \"" + text
                        + "\" is not the nextCursor of an answer in this order; send it as it was received, with the same sort.");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((sort + "/" + customerId + "/" + key).getBytes(StandardCharsets.UTF_8));
    }
}
