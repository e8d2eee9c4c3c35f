package dev.assay.engine.ruleset.run;

import dev.assay.engine.fact.Deadline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Calls time on batches that run too long: the next rule that fires in one fails, and its ruleset is quarantined. What counts is the
 * processor time of the batch's thread, since rules never wait: on an overloaded machine the clock alone would condemn good rules.
 * One daemon thread for all rulesets; a batch costs it one entry in a map.
 */
final class Watchdog {
    private static final long TICK_MS = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Watchdog SHARED = new Watchdog();

    private final Map<Deadline, Watch> watches = new ConcurrentHashMap<>();

    private record Watch(long thread, long startCpuNanos, long startNanos, long timeoutNanos, Runnable onOverrun) {
        boolean isOver(long nowNanos) {
            if (nowNanos - startNanos <= timeoutNanos) {
                return false;
            }
            long cpuNanos = THREADS.getThreadCpuTime(thread);
            return cpuNanos < 0 || cpuNanos - startCpuNanos > timeoutNanos;
        }
    }

    private Watchdog() {
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "assay-rules-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        var unused = ticks.scheduleAtFixedRate(this::look, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    static Watchdog shared() {
        return SHARED;
    }

    /** Watches what the calling thread does from now on, until {@link #done}. */
    Deadline watch(long timeoutMs, Runnable onOverrun) {
        Deadline deadline = new Deadline();
        watches.put(
                deadline,
                new Watch(
                        Thread.currentThread().getId(),
                        THREADS.getCurrentThreadCpuTime(),
                        System.nanoTime(),
                        TimeUnit.MILLISECONDS.toNanos(timeoutMs),
                        onOverrun));
        return deadline;
    }

    void done(Deadline deadline) {
        watches.remove(deadline);
    }

    private void look() {
        long now = System.nanoTime();
        watches.forEach((deadline, watch) -> {
            if (watch.isOver(now) && watches.remove(deadline) != null) {
                deadline.pass();
                watch.onOverrun.run();
            }
        });
    }
}
