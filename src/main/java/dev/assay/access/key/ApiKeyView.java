package dev.assay.access.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a machine as people see it.
 *
 * @param keyStart its first characters, to tell keys apart
 * @param ledgers codes of the ledgers it may enter; absent: all
 * @param lastUsedAt to the minute
 * @param previousUntil until when the secret before the last rotation still works
 * @param key the secret itself: only in the answer that makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKeyView(
        String name,
        String keyStart,
        List<String> roles,
        @Nullable List<String> ledgers,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant previousUntil,
        @Nullable Instant revokedAt,
        @Nullable String key) {

    static ApiKeyView of(ApiKeyEntity entity, @Nullable String key) {
        return new ApiKeyView(
                entity.name,
                entity.keyStart,
                List.of(entity.roles),
                entity.ledgers == null ? null : List.of(entity.ledgers),
                entity.createdAt,
                entity.createdBy,
                entity.expiresAt,
                entity.lastUsedAt,
                entity.previousUntil,
                entity.revokedAt,
                key);
    }
}
