package dev.assay.bench.engine;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The shipped policy in plain Java, on the customers of {@link EngineBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class HandWrittenBenchmark {
    private final List<CustomerFacts> customers = BenchCustomers.random(1, EngineBenchmark.CUSTOMERS);

    @Benchmark
    @OperationsPerInvocation(EngineBenchmark.CUSTOMERS)
    public List<Decision> batches() {
        List<Decision> decisions = new ArrayList<>(customers.size());
        for (CustomerFacts customer : customers) {
            decisions.add(HandWrittenPolicy.decide(customer));
        }
        return decisions;
    }
}
