package dev.assay.reclassification;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works on several chunks of a run at once. */
final class ChunkThreads {

    private ChunkThreads() {}

    /** Work on one chunk. */
    interface ChunkWork {
        void on(int chunk);
    }

    /**
     * Works on all chunks.
     *
     * @param threads how many at once; 0: one for each core
     * @throws RunControl.StoppedException if the run must stop
     */
    static void work(int threads, Queue<Integer> chunks, RunControl control, ChunkWork work) {
        int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "assay-reclassification");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(executor.submit(() -> {
                    for (Integer chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
                        control.check();
                        work.on(chunk);
                    }
                }));
            }
            join(results, chunks);
        } finally {
            executor.shutdown();
        }
    }

    /** Waits for all; the first failure keeps the others from beginning another chunk. */
    private static void join(List<Future<?>> results, Queue<Integer> chunks) {
        RuntimeException failure = null;
        for (Future<?> result : results) {
            try {
                result.get();
            } catch (ExecutionException e) {
                chunks.clear();
                RuntimeException cause = e.getCause() instanceof RuntimeException runtime
                        ? runtime
                        : new IllegalStateException("A chunk failed", e.getCause());
                failure = failure == null ? cause : failure;
            } catch (InterruptedException e) {
                chunks.clear();
                Thread.currentThread().interrupt();
                failure = new RunControl.StoppedException();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
