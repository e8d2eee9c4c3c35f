package dev.assay.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fixture.RulesetText;
import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.engine.ruleset.example.ExampleRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Evaluations at full speed while the version under them is replaced again and again; {@code -Dassay.reloads=200} does it for longer. */
class ReloadUnderLoadTest {

    private static final int RELOADS = Integer.getInteger("assay.reloads", 50);
    private static final int THREADS = 2;
    private static final List<CustomerFacts> CUSTOMERS = List.of(
            aCustomer().overdueDays(50).build(), aCustomer().overdueDays(150).build());

    private final Rulesets rulesets = new Rulesets();
    /** Days above which a version puts a customer on hold, and the number of the activation, counted from 0. */
    private final Map<String, Integer> daysOf = new ConcurrentHashMap<>();

    private final Map<String, Long> activationOf = new ConcurrentHashMap<>();
    private final AtomicLong activations = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void noEvaluationFailsOrIsDecidedByAVersionThatWasNotActive() throws Exception {
        activate(0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> evaluating = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                evaluating.add(threads.submit((Callable<Long>) this::evaluate));
            }
            for (int reload = 1; reload <= RELOADS; reload++) {
                activate(reload);
            }
            over.set(true);
            for (Future<Long> thread : evaluating) {
                assertThat(thread.get()).isGreaterThan(RELOADS);
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        assertThat(daysOf).hasSize(RELOADS + 1);
    }

    /** Asks until it is over, each time with a lease of its own. */
    private long evaluate() {
        long asked = 0;
        while (!over.get()) {
            long before = activations.get();
            String version;
            List<Decision> decisions;
            try (RulesetLease lease = rulesets.lease()) {
                version = lease.ruleset().version();
                decisions = lease.ruleset().evaluate(CUSTOMERS);
            }
            long after = activations.get();
            // one may be active a moment before it is counted
            assertThat(activationOf.get(version)).isBetween(before - 1, after + 1);
            int days = daysOf.get(version);
            assertThat(decisions).extracting(Decision::hold).containsExactly(50 > days, 150 > days);
            asked++;
        }
        return asked;
    }

    private void activate(int reload) throws Exception {
        int days = reload % 2 == 0 ? 1_000 + reload : reload % 100;
        CompiledRuleset compiled = RulesetText.aRuleset()
                .with(
                        "hold/hold.drl",
                        "// reload " + reload + "\n"
                                + RulesetText.rule("HOLD", "oldestOverdueDays > " + days, "$c.hold();"))
                .compile();
        daysOf.put(compiled.version(), days);
        activationOf.put(compiled.version(), (long) reload);
        rulesets.activate(
                new AdmittedRuleset(compiled, new ExampleRun(0, List.of(), new RuleCoverage(0, Map.of())), 0),
                new Activation(compiled.version(), Instant.EPOCH, "test", "test"));
        activations.set(reload);
    }
}
