package dev.assay.engine.decision;

import java.util.List;

/**
 * What the check phase says about an order.
 *
 * @param checks those that found something, the worst first
 */
public record OrderVerdict(List<Check> checks) {

    /** The worst of all checks decides. */
    public Level level() {
        return checks.stream().map(Check::level).max(Level::compareTo).orElse(Level.APPROVE);
    }

    /** What becomes of an order, from good to bad. */
    public enum Level {
        APPROVE,
        WARN,
        HOLD
    }

    /** A check that found something, and why. */
    public record Check(Level level, Reason reason) {}
}
