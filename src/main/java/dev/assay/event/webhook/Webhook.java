package dev.assay.event.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent.
 *
 * @param types absent: all
 * @param delivered number of the last event that was delivered or given up
 * @param failures in a row; 0: the last delivery went well
 * @param nextTry when it is tried again; absent: at once
 * @param secret to check signatures with: only in the answer that makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Webhook(
        long id,
        String url,
        @Nullable List<String> types,
        boolean active,
        long delivered,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant nextTry,
        String createdBy,
        Instant createdAt,
        @JsonIgnore String sealedSecret,
        @Nullable String secret) {

    Webhook withSecret(String shown) {
        return new Webhook(
                id,
                url,
                types,
                active,
                delivered,
                failures,
                failingSince,
                nextTry,
                createdBy,
                createdAt,
                sealedSecret,
                shown);
    }
}
