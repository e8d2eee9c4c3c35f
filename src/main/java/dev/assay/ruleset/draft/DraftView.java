package dev.assay.ruleset.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A draft as clients see it.
 *
 * @param base the version it was begun from
 * @param editors everybody who ever changed it: none of them may approve it
 * @param files absent in a list of drafts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DraftView(
        String name,
        @Nullable String base,
        List<String> editors,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable List<FileView> files) {

    /**
     * A file of a draft.
     *
     * @param version its ETag
     */
    public record FileView(String path, int bytes, int version) {}

    static DraftView listed(Draft draft) {
        return of(draft, null);
    }

    static DraftView of(Draft draft) {
        return of(
                draft,
                draft.files().entrySet().stream()
                        .map(file -> new FileView(
                                file.getKey(),
                                file.getValue().length,
                                draft.versions().getOrDefault(file.getKey(), draft.version())))
                        .toList());
    }

    private static DraftView of(Draft draft, @Nullable List<FileView> files) {
        return new DraftView(
                draft.name(),
                draft.base(),
                draft.editors(),
                draft.version(),
                draft.createdAt(),
                draft.updatedAt(),
                files);
    }
}
