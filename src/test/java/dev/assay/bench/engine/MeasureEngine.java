package dev.assay.bench.engine;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures the rules engine: bulk runs of each ruleset on one and two threads, hand-written Java, and one customer at a time. Takes
 * about six minutes; docs/benchmarks.md has the command and what came out.
 */
public final class MeasureEngine {
    /** The log manager of the service. */
    private static final String[] JVM = {
        "-Xms1g", "-Xmx1g", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"
    };

    private static final String ALL = MeasureEngine.class.getPackageName();
    private static final int SINGLE_WARM_UP = 200_000;
    private static final int SINGLES = 200_000;

    private final PrintStream out;

    public MeasureEngine(PrintStream out) {
        this.out = out;
    }

    /** Measures everything; with the argument {@code single} only the latency of one customer, in this process. */
    public static void main(String... arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.INFO);
        MeasureEngine measure = new MeasureEngine(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        if (arguments.length == 0) {
            measure.throughput(1, options().include(ALL));
            measure.throughput(2, options().include("EngineBenchmark.batches$"));
        }
        for (BenchRuleset rules : BenchRuleset.values()) {
            measure.single(rules, SINGLE_WARM_UP, SINGLES);
        }
    }

    /** The JMH benchmarks as they are. */
    public static ChainedOptionsBuilder options() {
        return new OptionsBuilder().jvmArgsPrepend(JVM);
    }

    /** The JMH benchmarks in this process and as short as can be: to see that they run. */
    static ChainedOptionsBuilder small() {
        return options()
                .include(ALL)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("rules", BenchRuleset.RULES_50.name());
    }

    /** Runs what the options include, and prints customers per second and per CPU-second. */
    public Collection<RunResult> throughput(int threads, ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(
                        options.addProfiler(CpuProfiler.class).threads(threads).build())
                .run();
        for (RunResult result : results) {
            Statistics perCpuSecond =
                    result.getSecondaryResults().get(CpuProfiler.LABEL).getStatistics();
            out.printf(
                    "%-16s %-16s %d thread(s): %,10.0f customers/CPU-s, best iteration %,10.0f; %,10.0f customers/s%n",
                    result.getPrimaryResult().getLabel(),
                    String.join(" ", parameters(result.getParams())),
                    threads,
                    perCpuSecond.getMean(),
                    perCpuSecond.getMax(),
                    result.getPrimaryResult().getScore());
        }
        return results;
    }

    private static List<String> parameters(BenchmarkParams parameters) {
        return parameters.getParamsKeys().stream().map(parameters::getParam).toList();
    }

    /** Evaluates one customer at a time and prints the processor time of its thread. */
    long[] single(BenchRuleset rules, int warmUp, int count) throws Exception {
        long[] nanos = new SingleEvaluations(rules, warmUp).nanos(count);
        out.printf(
                "%-16s %-16s one at a time: p50 %.1f, p99 %.1f, p99.9 %.1f µs CPU%n",
                "single",
                rules,
                nanos[count / 2] / 1e3,
                nanos[count - 1 - count / 100] / 1e3,
                nanos[count - 1 - count / 1_000] / 1e3);
        return nanos;
    }
}
