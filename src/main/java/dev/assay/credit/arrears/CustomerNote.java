package dev.assay.credit.arrears;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said or done about a customer.
 *
 * @param contact whom was spoken with; absent: not said
 * @param followUp when somebody should look again; absent: never
 * @param done the follow-up was done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CustomerNote(
        long id,
        Instant at,
        Way way,
        @Nullable String contact,
        String content,
        @Nullable LocalDate followUp,
        boolean done,
        String by) {

    /** How. */
    public enum Way {
        PHONE,
        EMAIL,
        VISIT,
        LETTER,
        OTHER
    }
}
