package dev.assay.document.merge;

import dev.assay.document.content.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch that was not recorded.
 *
 * @param line 1-based line of the NDJSON, or 1-based element of the array
 * @param documentId the line's document id, null if it could not be read
 * @param code why, stable
 * @param message the value and the fix, in a sentence
 */
public record RejectedLine(long line, @Nullable String documentId, RejectionCode code, String message) {}
