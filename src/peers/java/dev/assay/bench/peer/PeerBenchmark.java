package dev.assay.bench.peer;

import dev.assay.bench.engine.BenchCustomers;
import dev.assay.engine.fact.CustomerFacts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The shipped policy in other engines, once they have decided as ours does. An operation is one customer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 10, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PeerBenchmark {
    private static final int CUSTOMERS = 2_000;

    @Param
    public Peer.Kind peer;

    private List<CustomerFacts> customers;
    private Peer running;

    @Setup
    public void agree() throws Exception {
        Logger.getLogger("").setLevel(Level.INFO);
        customers = BenchCustomers.random(1, CUSTOMERS);
        running = peer.open();
        List<Verdict> ours = Peer.Kind.ASSAY.open().decide(customers);
        List<Verdict> theirs = running.decide(customers);
        for (int i = 0; i < CUSTOMERS; i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                throw new IllegalStateException(
                        peer + " decides " + theirs.get(i) + ", not " + ours.get(i) + ", for " + customers.get(i));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public List<Verdict> batches() {
        return running.decide(customers);
    }
}
