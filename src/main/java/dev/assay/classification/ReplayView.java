package dev.assay.classification;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a decision would come out the same now.
 *
 * @param knownAt documents recorded later were not read by the replay
 * @param rulesetVersion the active version the replay looked at
 * @param differences what is not as it was: facts for DATA_CHANGED, fields of the decision otherwise
 * @param decision the decision the replay came to: under the active rules for RULES_CHANGED, else under the recorded ones
 */
public record ReplayView(
        long decisionId,
        Result result,
        Instant knownAt,
        String rulesetVersion,
        String engineVersion,
        List<Difference> differences,
        DecisionView decision) {

    /** What kept the decision from being the same, the first that applies in this order. */
    public enum Result {
        /** Same facts, same rules, but another outcome: the engine itself decides differently. */
        ENGINE_CHANGED,
        /** The facts are not what they were. */
        DATA_CHANGED,
        /** The active rules are not those that decided; the recorded ones would still decide the same. */
        RULES_CHANGED,
        SAME
    }

    /**
     * One value that is not as it was.
     *
     * @param name the metric, fact or field of the decision
     */
    public record Difference(
            String name,
            @Nullable JsonNode recorded,
            @Nullable JsonNode replayed) {}
}
