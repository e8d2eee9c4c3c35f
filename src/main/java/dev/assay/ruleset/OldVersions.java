package dev.assay.ruleset;

import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Versions beside the installation's: those that ledgers chose, and some for replays; the one unused for longest makes room. Thread-safe. */
final class OldVersions {

    private static final int VERSIONS_MAX = 12;

    private final Function<String, CompiledRuleset> compile;
    private final Map<String, CompletableFuture<SharedRuleset>> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param compile makes a version from what is stored */
    OldVersions(Function<String, CompiledRuleset> compile) {
        this.compile = compile;
    }

    /** Compiles the version if it isn't here; others who want it wait for that, and nobody else does. */
    RulesetLease lease(String version) {
        while (true) {
            CompletableFuture<SharedRuleset> made = new CompletableFuture<>();
            CompletableFuture<SharedRuleset> entry = enter(version, made);
            if (entry == made) {
                fill(version, made);
            }
            RulesetLease lease = get(entry).lease();
            if (lease != null) {
                return lease; // otherwise it had to make room in this very moment
            }
        }
    }

    /** Takes a version over from its owner. */
    void keep(SharedRuleset retired) {
        CompletableFuture<SharedRuleset> entry = CompletableFuture.completedFuture(retired);
        if (enter(retired.ruleset().version(), entry) != entry) {
            retired.retire();
        }
    }

    private CompletableFuture<SharedRuleset> enter(String version, CompletableFuture<SharedRuleset> ifAbsent) {
        synchronized (entries) {
            CompletableFuture<SharedRuleset> present = entries.get(version);
            if (present != null) {
                return present;
            }
            entries.put(version, ifAbsent);
            Iterator<CompletableFuture<SharedRuleset>> eldest = entries.values().iterator();
            while (entries.size() > VERSIONS_MAX) {
                var unused = eldest.next().thenAccept(SharedRuleset::retire);
                eldest.remove();
            }
            return ifAbsent;
        }
    }

    private void fill(String version, CompletableFuture<SharedRuleset> entry) {
        try {
            entry.complete(new SharedRuleset(compile.apply(version)));
        } catch (RuntimeException | Error e) {
            synchronized (entries) {
                entries.remove(version, entry);
            }
            entry.completeExceptionally(e);
        }
    }

    private static SharedRuleset get(CompletableFuture<SharedRuleset> entry) {
        try {
            return entry.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
