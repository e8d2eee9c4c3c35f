package dev.assay.classification;

import dev.assay.platform.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A place in a customer's list of decisions, opaque to clients. */
record DecisionCursor(LocalDate asOf, long id) {

    private static final DecisionCursor START = new DecisionCursor(LocalDate.of(9999, 12, 31), Long.MAX_VALUE);

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST if the text isn't a cursor of ours */
    static DecisionCursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            String[] parts = plain.split("/", 2);
            return new DecisionCursor(LocalDate.parse(parts[0]), Long.parseLong(parts[1]));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "cursor \"" + text + "\" is not the nextCursor of an answer; send it as it was received.");
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((asOf + "/" + id).getBytes(StandardCharsets.US_ASCII));
    }
}
