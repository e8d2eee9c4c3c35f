package dev.assay.document.content;

import org.jspecify.annotations.Nullable;

/** What a line turned out to be: a valid document, or the reason why it is none. */
public sealed interface ParsedLine {

    /** A line whose content is valid. */
    record Valid(IncomingDocument document) implements ParsedLine {}

    /**
     * A line that can't be recorded.
     *
     * @param documentId its id if it could be read
     */
    record Invalid(@Nullable String documentId, RejectionCode code, String message) implements ParsedLine {}
}
