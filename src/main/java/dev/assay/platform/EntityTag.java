package dev.assay.platform;

import dev.assay.platform.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A version as it stands in {@code ETag} and {@code If-Match} headers. */
public final class EntityTag {

    private EntityTag() {}

    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version of an {@code If-Match} header, null if there is none.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_REQUEST if it isn't a version of ours
     */
    public static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        if (!ifMatch.matches("\"?\\d{1,9}\"?")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "If-Match: " + ifMatch + " is not the ETag of an answer; send it as it was received, e.g. \"3\".");
        }
        return Integer.valueOf(ifMatch.replace("\"", ""));
    }
}
