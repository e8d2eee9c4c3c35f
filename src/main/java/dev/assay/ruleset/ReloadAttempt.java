package dev.assay.ruleset;

import dev.assay.engine.ruleset.Diagnostic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking into the rules folder, or of a version that had to be replaced.
 *
 * @param version the version it was about, null if the files could not even be read
 * @param problems why it was refused
 */
public record ReloadAttempt(
        Instant at,
        String requestedBy,
        Outcome outcome,
        @Nullable String version,
        long tookMs,
        List<Diagnostic> problems) {

    /** How it ended. */
    public enum Outcome {
        /** The version serves now. */
        ACTIVATED,
        /** The version served already. */
        UNCHANGED,
        /** The version doesn't serve; what served before goes on. */
        REFUSED,
        /** Rules of the version ran past their deadline; the last good other version serves now, if there is one. */
        QUARANTINED
    }
}
