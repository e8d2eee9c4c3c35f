package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps one ruleset version from being closed, however often another is activated meanwhile. Close it when the work is done. */
public final class RulesetLease implements AutoCloseable {

    private final SharedRuleset shared;
    private final AtomicBoolean open = new AtomicBoolean(true);

    RulesetLease(SharedRuleset shared) {
        this.shared = shared;
    }

    /** The same version from first to last. */
    public CompiledRuleset ruleset() {
        return shared.ruleset();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            shared.release();
        }
    }
}
