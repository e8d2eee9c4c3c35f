package dev.assay.engine.ruleset.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A thread with a deep stack: parsers recurse as deep as a rule's author nests, and the caller's thread may have little left. */
final class DeepStack {
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    /** Runs the work there and waits for it. */
    static <T> T call(Callable<T> work) throws RuleModuleException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "assay-rules-compiler", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuleModuleException("compiling was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuleModuleException refused) {
                throw refused;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
