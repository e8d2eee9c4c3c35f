package dev.assay.ruleset.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a review is judged by: content, what it would replace, check, and trial. Its hash is what approvals sign.
 *
 * @param stale why it can't be approved as it is, as sentences; empty if it can
 */
record Evidence(Review review, LedgerTrial.@Nullable Result trial, List<String> stale) {

    /**
     * @param active what serves the ledger now
     * @param draftVersion hash of the draft it came from as it is now; null if it is gone
     */
    static Evidence of(
            Review review,
            LedgerTrial.@Nullable Result trial,
            ReviewPolicy policy,
            String active,
            @Nullable String draftVersion) {
        List<String> stale = new ArrayList<>();
        if (!active.equals(review.base()) && !active.equals(review.version())) {
            stale.add("Another version serves than when the evidence was taken; renew it.");
        }
        if (draftVersion != null && !draftVersion.equals(review.version())) {
            stale.add("The draft was edited since; submit it again.");
        }
        if (policy.requiresRun() && (trial == null || !trial.isDone())) {
            stale.add(
                    trial == null || trial.isLost()
                            ? "The version was not tried on the ledger to the end; renew the evidence."
                            : "The trial over the ledger isn't done yet; wait for run " + trial.runId() + ".");
        }
        return new Evidence(review, trial, List.copyOf(stale));
    }

    /** What the trial would change of limits, without sign; 0 without a trial. */
    BigDecimal movement() {
        return trial == null || !trial.isDone() ? BigDecimal.ZERO : trial.movement();
    }

    /** SHA-256, in hex, over everything above; JSON with its keys in order, the run by its number and its sums. */
    String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((review.id() + "\n" + review.version() + "\n" + review.base() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            sha.update(ordered(review.check()));
            // A run never changes once it is done; who sees only some of its customers signs the same.
            sha.update((trial == null
                            ? "no trial"
                            : trial.runId() + " " + trial.state() + " " + trial.customers() + " " + trial.moved() + " "
                                    + trial.limitChange() + " " + trial.movement())
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] ordered(JsonNode node) {
        StringBuilder text = new StringBuilder();
        write(node, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            text.append('{');
            fields.forEach((name, value) -> {
                text.append(TextNode.valueOf(name)).append(':');
                write(value, text);
                text.append(',');
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(value -> {
                write(value, text);
                text.append(',');
            });
            text.append(']');
        } else {
            text.append(node);
        }
    }
}
