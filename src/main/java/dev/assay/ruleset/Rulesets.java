package dev.assay.ruleset;

import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ruleset that serves on this node, and older ones for replays. Whoever works with a version holds a lease on it: a version that
 * is replaced meanwhile stays open until the last lease ends.
 */
@ApplicationScoped
public class Rulesets {

    @Inject
    RulesetVersions versions;

    @Inject
    LedgerRulesets ledgers;

    private final OldVersions old = new OldVersions(this::compileOld);
    private final AtomicReference<@Nullable ServingRuleset> active = new AtomicReference<>();

    /**
     * The active version, for as long as the lease is open.
     *
     * @throws dev.assay.platform.problem.Problem UNAVAILABLE if no ruleset serves
     */
    public RulesetLease lease() {
        while (true) {
            ServingRuleset current = active.get();
            if (current == null) {
                throw nothingServes();
            }
            RulesetLease lease = current.shared().lease();
            if (lease != null) {
                return lease; // otherwise it was replaced in this very moment
            }
        }
    }

    /**
     * The version that serves a ledger: the one it chose, or a former one of its own while that is in quarantine; the
     * installation's if it chose none.
     *
     * @throws dev.assay.platform.problem.Problem UNAVAILABLE if no ruleset serves
     */
    public RulesetLease lease(Ledger ledger) {
        for (String version : ledgers.versions(ledger)) {
            RulesetLease lease = leaseOf(version);
            if (!lease.ruleset().isQuarantined()) {
                return lease;
            }
            lease.close();
        }
        return lease();
    }

    /**
     * Works with a version that once served, which need not be the active one.
     *
     * @throws IllegalStateException if the version was never kept or doesn't compile any more
     */
    public <T> T with(String version, Function<CompiledRuleset, T> work) {
        try (RulesetLease lease = leaseOf(version)) {
            return work.apply(lease.ruleset());
        }
    }

    /**
     * As {@link #with}, for work that throws other exceptions: close the lease when it is done.
     *
     * @throws IllegalStateException if the version was never kept or doesn't compile any more
     */
    public RulesetLease leaseOf(String version) {
        ServingRuleset current = active.get();
        RulesetLease lease = current != null && current.version().equals(version)
                ? current.shared().lease()
                : null;
        return lease == null ? old.lease(version) : lease;
    }

    /** What serves now; hold a lease to evaluate with it. */
    Optional<ServingRuleset> serving() {
        return Optional.ofNullable(active.get());
    }

    /** Requests that begin from now on are served by this one; those under way end with the one they began with. */
    void activate(AdmittedRuleset admitted, Activation activation) {
        ServingRuleset replaced = active.getAndSet(new ServingRuleset(
                new SharedRuleset(admitted.ruleset()),
                activation,
                admitted.examples().coverage()));
        if (replaced == null) {
            return;
        }
        if (replaced.ruleset().isQuarantined()) {
            replaced.shared().retire();
        } else {
            old.keep(replaced.shared());
        }
    }

    /** The active version has other examples than before; its rules are the same. */
    void updateExamples(RuleCoverage examples) {
        active.updateAndGet(current -> current == null ? null : current.withExamples(examples));
    }

    static Problem nothingServes() {
        return ProblemType.UNAVAILABLE.problem(
                "No ruleset serves: the rules folder can't be used; GET /api/v1/ruleset says why.");
    }

    /** Whether a version ever served. */
    public boolean isKept(String version) {
        return versions.isKept(version);
    }

    private CompiledRuleset compileOld(String version) {
        try {
            RulesetFiles files = versions.files(version)
                    .orElseThrow(() -> new IllegalStateException("Ruleset version " + version + " was never kept"));
            return new RulesetCompiler().compile(files);
        } catch (RulesetException e) {
            throw new IllegalStateException("Ruleset version " + version + " doesn't compile any more", e);
        }
    }
}
