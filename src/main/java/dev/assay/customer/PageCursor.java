package dev.assay.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.customer.content.CustomerJson;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a search ended.
 *
 * @param filter fingerprint of the search: a cursor continues the search it came from and no other
 * @param likeness of the last customer's name, null in a search without a name
 * @param length of that name, 0 in a search without a name
 * @param code of the last customer
 */
record PageCursor(String filter, @Nullable BigDecimal likeness, int length, String code) {

    private static final int LENGTH_MAX = 400;

    String encode() {
        String json = CustomerJson.write(JsonNodeFactory.instance
                .arrayNode()
                .add(filter)
                .add(likeness == null ? null : likeness.toPlainString())
                .add(length)
                .add(code));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST if it isn't one of ours, or of another search */
    static PageCursor decode(String text, String filter, boolean byName) {
        PageCursor cursor = parse(text);
        if (cursor == null
                || (cursor.likeness() != null) != byName
                || !cursor.filter().equals(filter)) {
            String message =
                    cursor == null ? "is not the nextCursor of an answer" : "belongs to a search with other parameters";
            throw ProblemType.INVALID_REQUEST.problem(
                    "cursor " + message + "; leave it out to begin at the first page.",
                    List.of(new FieldError("cursor", message)));
        }
        return cursor;
    }

    private static @Nullable PageCursor parse(String text) {
        if (text.length() > LENGTH_MAX || !text.matches("[A-Za-z0-9_-]+")) {
            return null;
        }
        try {
            JsonNode json = CustomerJson.parse(
                    CustomerJson.decode(Base64.getUrlDecoder().decode(text)));
            String likeness = json.path(1).textValue();
            boolean known = json.size() == 4
                    && json.path(0).isTextual()
                    && json.path(2).isInt()
                    && json.path(3).isTextual()
                    && (likeness == null || likeness.matches("[0-9]\\.[0-9]{1,6}"));
            return known
                    ? new PageCursor(
                            json.path(0).textValue(),
                            likeness == null ? null : new BigDecimal(likeness),
                            json.path(2).intValue(),
                            json.path(3).textValue())
                    : null;
        } catch (IOException | IllegalArgumentException | dev.assay.platform.problem.Problem e) {
            return null; // the caller says so
        }
    }
}
