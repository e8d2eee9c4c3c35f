package dev.assay.document;

import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of documents ended.
 *
 * @param search the parameters of the search; a cursor continues the search it came from and no other
 * @param last key or id of the last document
 */
record DocumentCursor(String search, String last) {
    private static final String SEPARATOR = "\n";

    static String search(@Nullable String customer, @Nullable String kind) {
        return (customer == null ? "" : customer) + SEPARATOR + (kind == null ? "" : kind);
    }

    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((search + SEPARATOR + last).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST if it isn't one of this search */
    static DocumentCursor decode(String text, String search) {
        String content;
        try {
            content = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw refused("is not the nextCursor of an answer");
        }
        int separator = content.lastIndexOf(SEPARATOR);
        if (separator < 0 || content.indexOf('\0') >= 0) {
            throw refused("is not the nextCursor of an answer");
        }
        if (!content.substring(0, separator).equals(search)) {
            throw refused("belongs to a search with other parameters");
        }
        return new DocumentCursor(search, content.substring(separator + 1));
    }

    /** The last document's key. */
    long lastKey() {
        try {
            return Long.parseLong(last);
        } catch (NumberFormatException notOurs) {
            throw refused("is not the nextCursor of an answer");
        }
    }

    private static RuntimeException refused(String message) {
        return ProblemType.INVALID_REQUEST.problem(
                "cursor " + message + "; leave it out to begin at the first page.",
                List.of(new FieldError("cursor", message)));
    }
}
