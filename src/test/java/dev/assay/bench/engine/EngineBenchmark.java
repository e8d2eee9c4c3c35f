package dev.assay.bench.engine;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Customers a second through the rules. An operation is one customer; see {@link MeasureEngine} for the command. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class EngineBenchmark {
    static final int CUSTOMERS = 2_000;

    @Param({"SHIPPED", "RULES_50", "RULES_300"})
    public BenchRuleset rules;

    private List<CustomerFacts> customers;
    private CompiledRuleset ruleset;

    @Setup(Level.Trial)
    public void compile() throws Exception {
        // a log manager that nobody set up traces every firing as text, which costs more than the rules; the service
        // logs from INFO
        Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
        customers = BenchCustomers.random(1, CUSTOMERS);
        ruleset = new RulesetCompiler().compile(rules.files());
    }

    @TearDown(Level.Trial)
    public void close() {
        ruleset.close();
    }

    /** A bulk run: the engine cuts the list into its batches; trace and reasons are captured, not put into words. */
    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public List<Decision> batches() {
        return ruleset.evaluate(customers);
    }

    /** As {@link #batches}, with every reason in both languages. */
    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public int batchesWithWords() {
        int reasons = 0;
        for (Decision decision : ruleset.evaluate(customers)) {
            reasons += decision.reasons().size();
        }
        return reasons;
    }

    /** One customer at a time. */
    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public int single() {
        int held = 0;
        for (CustomerFacts customer : customers) {
            held += ruleset.evaluate(List.of(customer)).get(0).hold() ? 1 : 0;
        }
        return held;
    }
}
