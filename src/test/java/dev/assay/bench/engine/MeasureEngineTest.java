package dev.assay.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.TracedDecision;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmarks still run, and measure rulesets that do something. */
class MeasureEngineTest {

    /** JMH would refuse to run beside another build on the same machine. */
    @BeforeAll
    static void runBesideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkRunsAndIsPrinted() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        MeasureEngine measure = new MeasureEngine(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(measure.throughput(1, MeasureEngine.small())).hasSize(4);
        assertThat(measure.single(BenchRuleset.RULES_50, 2, 100)).hasSize(100).isSorted();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("customers/CPU-s", "p99");
    }

    @ParameterizedTest
    @EnumSource
    void mostRulesOfAMeasuredRulesetFire(BenchRuleset rules) throws Exception {
        try (CompiledRuleset ruleset = new RulesetCompiler().compile(rules.files())) {
            List<TracedDecision> decisions = ruleset.evaluateTraced(BenchCustomers.random(3, 5_000));
            long fired = decisions.stream()
                    .flatMap(decision -> decision.fired().stream())
                    .distinct()
                    .count();
            long grading = ruleset.rules().values().stream()
                    .filter(rule -> !rule.phase().equals("check"))
                    .count();
            assertThat(fired).isGreaterThan(grading * 9 / 10);
            assertThat(decisions.stream()
                            .map(traced -> traced.decision().grade())
                            .distinct())
                    .hasSize(5);
        }
    }
}
