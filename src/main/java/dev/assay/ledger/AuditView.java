package dev.assay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.audit.AuditLog;
import dev.assay.audit.FieldChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded change as clients see it.
 *
 * @param link of the chain that proves it
 * @param remote where it was asked for from; absent if no request asked for it, as requestId
 * @param reason what the caller said in {@code X-Change-Reason}
 * @param before null if it is the thing's creation
 * @param changes the fields that differ, if there is a before and an after
 */
public record AuditView(
        long id,
        long link,
        Instant recordedAt,
        String changedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String remote,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String requestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        String entity,
        String key,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FieldView> changes) {

    /** A field that differs; a value that wasn't there is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldView(
            String pointer,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    static AuditView of(AuditLog.Entry entry, ObjectMapper json) {
        AuditLog.Change change = entry.change();
        JsonNode before = read(change.before(), json);
        JsonNode after = read(change.after(), json);
        return new AuditView(
                entry.id(),
                entry.link(),
                entry.recordedAt(),
                entry.changedBy(),
                entry.remote(),
                entry.requestId(),
                entry.reason(),
                change.entity(),
                change.key(),
                before,
                after,
                before == null || after == null
                        ? null
                        : FieldChange.between(before, after).stream()
                                .map(field ->
                                        new FieldView(field.pointer(), shown(field.before()), shown(field.after())))
                                .toList());
    }

    private static @Nullable JsonNode shown(JsonNode value) {
        return value instanceof MissingNode ? null : value;
    }

    private static @Nullable JsonNode read(@Nullable String text, ObjectMapper json) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The record holds JSON", e);
        }
    }
}
