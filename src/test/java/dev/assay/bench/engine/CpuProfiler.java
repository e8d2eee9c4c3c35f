package dev.assay.bench.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Operations per second of the processor time that the whole process took, collector and compiler included: a figure that other work
 * on the machine hardly touches, unlike the clock.
 */
public final class CpuProfiler implements InternalProfiler {
    static final String LABEL = "ops/cpu-s";
    private static final double NANOS = 1e9;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long before;

    @Override
    public String getDescription() {
        return "operations per CPU-second of the process";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double cpuSeconds = (system.getProcessCpuTime() - before) / NANOS;
        double operations = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, operations / cpuSeconds, LABEL, AggregationPolicy.AVG));
    }
}
