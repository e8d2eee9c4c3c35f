package dev.assay.engine.ruleset.analysis;

/** Work an analysis may spend, counted in looks at one condition of one rule. Not thread-safe. */
final class Budget {
    private final long most;
    private long spent;

    Budget(long most) {
        this.most = most;
    }

    /** False once there is nothing left. */
    boolean spend(long steps) {
        spent += steps;
        return spent <= most;
    }

    long spent() {
        return spent;
    }

    /** What is left, but no more than a share of it that lets others have their turn. */
    Budget share(long share) {
        return new Budget(Math.max(0, Math.min(share, most - spent)));
    }
}
