package dev.assay.bench.engine;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/** One customer after the other, each with the processor time its thread took: JMH samples the clock, which others' work stretches. */
final class SingleEvaluations {
    private final BenchRuleset rules;
    private final int warmUp;
    private final List<CustomerFacts> customers = BenchCustomers.random(1, EngineBenchmark.CUSTOMERS);

    SingleEvaluations(BenchRuleset rules, int warmUp) {
        this.rules = rules;
        this.warmUp = warmUp;
    }

    /** Nanoseconds of each evaluation, smallest first. */
    long[] nanos(int count) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[count];
        try (CompiledRuleset ruleset = new RulesetCompiler().compile(rules.files())) {
            for (int i = -warmUp; i < count; i++) {
                List<CustomerFacts> one = List.of(customers.get(Math.floorMod(i, customers.size())));
                long before = threads.getCurrentThreadCpuTime();
                ruleset.evaluate(one);
                if (i >= 0) {
                    nanos[i] = threads.getCurrentThreadCpuTime() - before;
                }
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
