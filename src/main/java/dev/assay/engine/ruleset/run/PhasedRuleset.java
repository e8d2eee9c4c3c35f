package dev.assay.engine.ruleset.run;

import dev.assay.engine.closing.Evaluation;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Deadline;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.OrderFacts;
import dev.assay.engine.fact.Outcome;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.QuarantinedException;
import dev.assay.engine.ruleset.RuleInfo;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Rules compiled phase by phase: fires one phase over a batch of customers, closes it, goes on to the next. */
public final class PhasedRuleset implements CompiledRuleset {
    /** Measured: batches of thousands are slower, single customers three times as dear. */
    static final int BATCH_SIZE = 100;

    private static final int CLOSED = Integer.MIN_VALUE;

    private final String version;
    private final CheckedRuleset ruleset;
    private final RuleModule module;
    private final List<Diagnostic> warnings;
    private final long batchTimeoutMs;
    private final Map<Phase, SessionPool> pools = new EnumMap<>(Phase.class);
    private final Map<String, RuleInfo> rules;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean quarantined;

    private PhasedRuleset(
            String version, CheckedRuleset ruleset, RuleModule module, List<Diagnostic> warnings, long batchTimeoutMs) {
        this.version = version;
        this.ruleset = ruleset;
        this.module = module;
        this.warnings = List.copyOf(warnings);
        this.batchTimeoutMs = batchTimeoutMs;
        Map<String, RuleInfo> infos = new LinkedHashMap<>();
        for (CheckedRule rule : ruleset.rules()) {
            infos.put(
                    rule.code(),
                    new RuleInfo(
                            rule.code(),
                            rule.name(),
                            rule.phase().key(),
                            rule.span().file(),
                            rule.span().line()));
        }
        this.rules = Collections.unmodifiableMap(infos);
        for (Phase phase : ruleset.manifest().phases()) {
            int count = ruleset.of(phase).size();
            if (count > 0) {
                pools.put(phase, new SessionPool(module.base(phase.key()), count));
            }
        }
    }

    /** Compiles checked rules; a batch that takes longer than the timeout puts the ruleset in quarantine. */
    public static PhasedRuleset compile(
            String version, CheckedRuleset ruleset, List<Diagnostic> warnings, long batchTimeoutMs)
            throws RuleModuleException {
        RuleModule module = RuleModule.build(parts(ruleset), new BytecodeGuard());
        return new PhasedRuleset(version, ruleset, module, warnings, batchTimeoutMs);
    }

    /** The same rules compiled by Drools' classic way, to be compared with; they must have been compiled the other way before. */
    public static PhasedRuleset compileClassic(String version, CheckedRuleset ruleset, long batchTimeoutMs)
            throws RuleModuleException {
        RuleModule module = RuleModule.buildClassic(parts(ruleset), new BytecodeGuard());
        return new PhasedRuleset(version, ruleset, module, List.of(), batchTimeoutMs);
    }

    private static Map<String, String> parts(CheckedRuleset ruleset) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Phase phase : ruleset.manifest().phases()) {
            if (!ruleset.of(phase).isEmpty()) {
                parts.put(phase.key(), RuleWriter.write(ruleset, phase));
            }
        }
        return parts;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String name() {
        return ruleset.manifest().name();
    }

    @Override
    public List<String> grades() {
        return ruleset.manifest().grades();
    }

    @Override
    public Set<Metric> metricsRead() {
        return ruleset.metricsRead();
    }

    @Override
    public Map<Metric, NavigableSet<BigDecimal>> thresholds() {
        return ruleset.thresholds();
    }

    @Override
    public Map<String, RuleInfo> rules() {
        return rules;
    }

    @Override
    public List<Diagnostic> warnings() {
        return warnings;
    }

    @Override
    public boolean isQuarantined() {
        return quarantined;
    }

    @Override
    public List<Decision> evaluate(List<CustomerFacts> facts) {
        return evaluate(facts, Evaluation::decision);
    }

    @Override
    public List<TracedDecision> evaluateTraced(List<CustomerFacts> facts) {
        return evaluate(facts, evaluation -> new TracedDecision(evaluation.decision(), evaluation.fired()));
    }

    /** Takes effect when the last evaluation in flight is through. */
    @Override
    public void close() {
        int before = inFlight.getAndUpdate(count -> count >= 0 ? count + CLOSED : count);
        if (before == 0) {
            dispose();
        }
    }

    private <T> List<T> evaluate(List<CustomerFacts> facts, Function<Evaluation, T> result) {
        enter();
        try {
            List<T> results = new ArrayList<>(facts.size());
            for (int from = 0; from < facts.size(); from += BATCH_SIZE) {
                List<CustomerFacts> batch = facts.subList(from, Math.min(facts.size(), from + BATCH_SIZE));
                for (Evaluation evaluation : batch(batch)) {
                    results.add(result.apply(evaluation));
                }
            }
            return results;
        } finally {
            leave();
        }
    }

    private List<Evaluation> batch(List<CustomerFacts> facts) {
        return watched(deadline -> {
            List<Evaluation> evaluations = new ArrayList<>(facts.size());
            for (CustomerFacts customer : facts) {
                evaluations.add(new Evaluation(ruleset, new Customer(customer, deadline)));
            }
            for (Phase phase : ruleset.manifest().phases()) {
                if (phase != Phase.CHECK) {
                    pass(phase, evaluations);
                }
            }
            return evaluations;
        });
    }

    @Override
    public boolean checksOrders() {
        return pools.containsKey(Phase.CHECK);
    }

    @Override
    public Set<Metric> metricsOfChecks() {
        return ruleset.metricsOfChecks();
    }

    @Override
    public OrderVerdict check(CustomerFacts facts, Outcome standing, OrderFacts order) {
        if (!checksOrders()) {
            throw new IllegalStateException("the ruleset " + version + " has no rules about orders");
        }
        enter();
        try {
            return watched(deadline -> {
                Customer customer = new Customer(facts, order, deadline);
                customer.settle(standing);
                Evaluation evaluation = new Evaluation(ruleset, customer);
                pass(Phase.CHECK, List.of(evaluation));
                return evaluation.verdict();
            });
        } finally {
            leave();
        }
    }

    private <T> T watched(Function<Deadline, T> work) {
        if (quarantined) {
            throw new QuarantinedException(version);
        }
        Deadline deadline = Watchdog.shared().watch(batchTimeoutMs, () -> quarantined = true);
        try {
            return work.apply(deadline);
        } catch (RuntimeException e) {
            if (deadline.hasPassed()) {
                throw new QuarantinedException(version, e);
            }
            throw e;
        } finally {
            Watchdog.shared().done(deadline);
        }
    }

    private void pass(Phase phase, List<Evaluation> evaluations) {
        SessionPool pool = pools.get(phase);
        if (pool != null) {
            pool.fire(evaluations);
        }
        evaluations.forEach(evaluation -> evaluation.close(phase));
    }

    private void enter() {
        int before = inFlight.getAndUpdate(count -> count >= 0 ? count + 1 : count);
        if (before < 0) {
            throw new IllegalStateException("the ruleset " + version + " is closed");
        }
    }

    private void leave() {
        int after = inFlight.decrementAndGet();
        if (after == CLOSED) {
            dispose();
        }
    }

    private void dispose() {
        pools.values().forEach(SessionPool::dispose);
        module.close();
    }
}
