package dev.assay.credit.check;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets no more order checks be at it at once than the processors have use for. After a pause, be it of a disk, those that piled up are
 * answered one after the other, and not all of them late.
 */
@ApplicationScoped
class Turns {

    private static final int FOR_EACH_PROCESSOR = 4;

    /** Whoever waited so long goes on: those before may all wait for one customer. */
    private static final long PATIENCE_MILLIS = 100;

    private final Semaphore turns =
            new Semaphore(FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors(), true);

    <T> T take(Supplier<T> work) {
        boolean taken = false;
        try {
            taken = turns.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The service is being stopped", e);
        } finally {
            if (taken) {
                turns.release();
            }
        }
    }
}
