package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A compiled ruleset and how many hold it: its owner until it retires, and everyone who has a lease. The last one to let go closes it.
 */
final class SharedRuleset {

    private final CompiledRuleset ruleset;
    private final AtomicInteger holders = new AtomicInteger(1);

    SharedRuleset(CompiledRuleset ruleset) {
        this.ruleset = ruleset;
    }

    CompiledRuleset ruleset() {
        return ruleset;
    }

    /** Null if it retired and the last lease has ended: then it is closed, or about to be. */
    @Nullable
    RulesetLease lease() {
        int before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        return before == 0 ? null : new RulesetLease(this);
    }

    /** Its owner lets go; leases that are out stay good. */
    void retire() {
        release();
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            ruleset.close();
        }
    }
}
