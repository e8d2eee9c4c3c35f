package dev.assay.ruleset.draft;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset somebody works on.
 *
 * @param base the version it was begun from; null: none
 * @param editors everybody who ever changed it
 * @param version one more with every change
 * @param files content by path
 * @param versions the draft's version when each file last changed
 */
public record Draft(
        long id,
        String name,
        @Nullable String base,
        java.util.List<String> editors,
        int version,
        Instant createdAt,
        Instant updatedAt,
        SortedMap<String, byte[]> files,
        Map<String, Integer> versions) {}
