package dev.assay.engine.fact;

/** The moment by which a batch of rules has to be through. One thread fires the rules, another may call time. */
public final class Deadline {
    private volatile boolean passed;

    /** Makes the next rule that fires fail. */
    public void pass() {
        passed = true;
    }

    public boolean hasPassed() {
        return passed;
    }

    void check() {
        if (passed) {
            throw new DeadlinePassed();
        }
    }

    /** Thrown out of the rules of a batch that took too long. */
    public static final class DeadlinePassed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadlinePassed() {
            super("the batch of rules ran past its deadline");
        }
    }
}
