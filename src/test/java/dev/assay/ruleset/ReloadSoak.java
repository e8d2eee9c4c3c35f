package dev.assay.ruleset;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fixture.CustomerBuilder;
import dev.assay.engine.ruleset.AdmitRuleset;
import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.RulesetFiles;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Reloads a ruleset again and again, as if an analyst saved it with one more comment each time: admitted, activated, evaluated. Says
 * what stays in memory after every fifty and how long an edit takes to serve. Arguments: {@code rules=rules reloads=500 each=50}.
 */
public final class ReloadSoak {

    /** What was in use after a collection. */
    record Memory(int reloads, long heapKib, long metaspaceKib, int classes) {}

    /** From the edit to serving: on the clock, and of all processors together. */
    record Took(long wallMs, long cpuMs) {}

    record Outcome(List<Memory> memory, List<Took> reloads) {

        /** The middle one of all but the first so many. */
        long median(int from, ToLongFunction<Took> figure) {
            long[] warm = reloads.subList(from, reloads.size()).stream()
                    .mapToLong(figure)
                    .sorted()
                    .toArray();
            return warm[warm.length / 2];
        }
    }

    private static final List<CustomerFacts> CUSTOMERS =
            Collections.nCopies(100, CustomerBuilder.aCustomer().build());

    private ReloadSoak() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new TreeMap<>(Map.of("rules", "rules", "reloads", "500", "each", "50"));
        Arrays.stream(arguments).map(argument -> argument.split("=", 2)).forEach(pair -> given.put(pair[0], pair[1]));
        Outcome outcome = run(
                RulesetFiles.read(Path.of(given.get("rules"))),
                Integer.parseInt(given.get("reloads")),
                Integer.parseInt(given.get("each")));
        int warm = Math.min(outcome.reloads().size() / 2, 50);
        System.out.printf(
                "edit to serving, median after the first %d: %d ms, %d ms of CPU%n",
                warm, outcome.median(warm, Took::wallMs), outcome.median(warm, Took::cpuMs));
    }

    static Outcome run(RulesetFiles rules, int reloads, int each) throws Exception {
        Rulesets rulesets = new Rulesets();
        AdmitRuleset admitRuleset = new AdmitRuleset();
        List<Memory> memory = new ArrayList<>();
        List<Took> took = new ArrayList<>();
        for (int reload = 1; reload <= reloads; reload++) {
            long begun = System.nanoTime();
            long begunCpu = cpuNanos();
            RulesetFiles edited = edited(rules, reload);
            AdmittedRuleset admitted = admitRuleset.admit(edited, CUSTOMERS);
            rulesets.activate(admitted, new Activation(edited.hash(), Instant.EPOCH, "soak", "soak"));
            took.add(new Took((System.nanoTime() - begun) / 1_000_000, (cpuNanos() - begunCpu) / 1_000_000));
            try (RulesetLease lease = rulesets.lease()) {
                lease.ruleset().evaluate(CUSTOMERS);
            }
            if (reload % each == 0) {
                memory.add(measure(reload));
                System.out.println(memory.get(memory.size() - 1));
            }
        }
        return new Outcome(memory, took);
    }

    private static RulesetFiles edited(RulesetFiles rules, int edit) throws Exception {
        Map<String, byte[]> files = new TreeMap<>(rules.asMap());
        String manifest = new String(files.get(RulesetFiles.MANIFEST), StandardCharsets.UTF_8);
        files.put(RulesetFiles.MANIFEST, (manifest + "\n# edit " + edit + "\n").getBytes(StandardCharsets.UTF_8));
        return RulesetFiles.of(files);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Memory measure(int reloads) {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        return new Memory(
                reloads,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
                metaspace / 1024,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }
}
