package dev.assay.customer;

import dev.assay.platform.EntityTag;
import dev.assay.platform.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * What a request demands of the version it meets (RFC 9110 section 13): a change must name the version it is based on.
 *
 * @param ifMatch the header: a tag, several, or {@code *}
 * @param ifNoneMatch the header: {@code *} for "only create"
 */
record Precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

    /**
     * Refuses a request that doesn't fit.
     *
     * @param current the stored version, null if there is none
     * @throws dev.assay.platform.problem.Problem VERSION_REQUIRED, STALE_VERSION, or INVALID_REQUEST for a header of no meaning
     */
    void check(String code, @Nullable Integer current) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "If-None-Match: " + ifNoneMatch + " is not understood here; send * to create only, or If-Match.");
        }
        if (current == null) {
            if (ifMatch != null) {
                throw ProblemType.STALE_VERSION.problem(
                        "Customer \"" + code + "\" doesn't exist, so nothing matches If-Match: " + ifMatch
                                + "; leave the header out to create it.");
            }
            return;
        }
        if (ifNoneMatch != null) {
            throw ProblemType.STALE_VERSION.problem("Customer \"" + code + "\" exists at version " + current
                    + "; leave If-None-Match out and send `If-Match: " + EntityTag.of(current) + "` to change it.");
        }
        if (ifMatch == null) {
            throw ProblemType.VERSION_REQUIRED.problem("Customer \"" + code
                    + "\" exists; send `If-Match` with the ETag you read" + " (now " + EntityTag.of(current) + ").");
        }
        if (!matches(ifMatch, current)) {
            throw ProblemType.STALE_VERSION.problem("Customer \"" + code + "\" is at version " + current
                    + ", the change is based on " + ifMatch + "; read it again.");
        }
    }

    private static boolean matches(String header, int current) {
        if (header.strip().equals("*")) {
            return true;
        }
        for (String tag : header.split(",", -1)) {
            // A weak tag never satisfies If-Match.
            if (!tag.strip().startsWith("W/") && Integer.valueOf(current).equals(EntityTag.version(tag.strip()))) {
                return true;
            }
        }
        return false;
    }
}
