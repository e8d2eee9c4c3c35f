package dev.assay.engine.improvement;

import dev.assay.engine.decision.Text;
import org.jspecify.annotations.Nullable;

/**
 * A change of one metric, everything else as it is, after which the same rules decide better. It was evaluated, not estimated, and one
 * step less on the metric's {@link Scale} doesn't do it.
 *
 * @param from the metric's value in the decision
 * @param to the nearest value that does it, of the same Java type as {@code from}
 * @param change how large the change is, as a share: of the metric's range if it has one, else of the larger of both values
 * @param days days until time alone brings it about; null if somebody has to act
 * @param relative the metric compares the customer with the others of its ledger, so it also moves with them
 */
public record Improvement(
        String metric,
        Object from,
        Object to,
        double change,
        String gradeBefore,
        String gradeAfter,
        boolean holdBefore,
        boolean holdAfter,
        @Nullable Integer days,
        boolean relative,
        Text text) {}
