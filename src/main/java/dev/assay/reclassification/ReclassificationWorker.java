package dev.assay.reclassification;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.reclassification.RunControl.StoppedException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in bulk runs: takes runs that nobody works on, one at a time, and keeps the right to them by a heartbeat. A run
 * whose node fell silent is taken over from its last checkpoint.
 */
@ApplicationScoped
class ReclassificationWorker {

    private static final Logger LOG = Logger.getLogger(ReclassificationWorker.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long HEARTBEAT_MS = 500;
    private static final long SHUTDOWN_S = 10;

    /** A database that went down and came back is no reason to give a run up; what fails so often fails always. */
    private static final int FAILURES_MAX = 5;

    @Inject
    DataSource database;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Runs runs;

    @Inject
    RunReclassification runReclassification;

    /** Whether this node works on runs at all; false for nodes that only answer requests. */
    @ConfigProperty(name = "assay.reclassification.enabled", defaultValue = "true")
    boolean enabled;

    /** How long a node may be silent before another takes its run. */
    @ConfigProperty(name = "assay.reclassification.lease-seconds", defaultValue = "10")
    int leaseSeconds;

    private final String node = UUID.randomUUID().toString();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean ending;
    private volatile @Nullable RunControl current;
    private @Nullable Thread thread;

    void start(@Observes @Priority(250) StartupEvent event) {
        if (enabled) {
            Thread worker = new Thread(this::work, "assay-runs");
            worker.setDaemon(true);
            worker.start();
            thread = worker;
        }
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        ending = true;
        wake.release();
        RunControl running = current;
        if (running != null) {
            running.stop();
        }
        Thread worker = thread;
        if (worker != null) {
            worker.join(TimeUnit.SECONDS.toMillis(SHUTDOWN_S));
        }
    }

    /** There may be a new run: look now. */
    void wake() {
        wake.release();
    }

    private void work() {
        while (!ending) {
            try {
                Optional<Lease> lease = Lease.take(database, node, leaseSeconds);
                if (lease.isPresent()) {
                    work(lease.get());
                } else if (wake.tryAcquire(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!ending) {
                    LOG.warn("Looking for runs failed; it is tried again", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending = true;
        }
    }

    private void work(Lease lease) {
        Ledger ledger = ledgers.byId(lease.ledgerId());
        RunControl control = new RunControl();
        current = control;
        ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beat = new Thread(task, "assay-runs-heartbeat");
            beat.setDaemon(true);
            return beat;
        });
        ScheduledFuture<?> beats = heartbeat.scheduleWithFixedDelay(
                () -> beat(ledger, lease, control), 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
        try {
            runReclassification.run(ledger, lease, control);
        } catch (Lease.LostLeaseException e) {
            LOG.warn(e.getMessage());
        } catch (RuntimeException e) {
            interrupted(ledger, lease, control, e);
        } finally {
            beats.cancel(false);
            heartbeat.shutdown();
            current = null;
        }
    }

    private void interrupted(Ledger ledger, Lease lease, RunControl control, RuntimeException cause) {
        if (control.isCancelled()) {
            runReclassification.end(ledger, lease, Run.State.CANCELLED, "");
            LOG.infof("Run %d of ledger %s is cancelled", lease.runId(), ledger.code());
        } else if (control.isStopped() || cause instanceof StoppedException) {
            lease.giveUp(database);
        } else if (lease.giveUpFailed(database) < FAILURES_MAX) {
            LOG.warnf(cause, "Run %d of ledger %s goes on from its last checkpoint", lease.runId(), ledger.code());
            pause();
        } else {
            LOG.errorf(cause, "Run %d of ledger %s failed", lease.runId(), ledger.code());
            runReclassification.end(ledger, lease, Run.State.FAILED, String.valueOf(cause.getMessage()));
        }
    }

    /** Renews the lease and looks whether the run was cancelled. */
    private void beat(Ledger ledger, Lease lease, RunControl control) {
        try {
            if (control.isStopped()) {
                return;
            }
            boolean ours = lease.renew(database, control.customersDone());
            boolean cancel = transaction.read(
                    ledger,
                    connection -> runs.find(connection, ledger, lease.runId())
                            .map(Run::cancelRequested)
                            .orElse(false));
            control.heed(cancel);
            if (!ours || ending) {
                control.stop();
            }
        } catch (StoppedException e) {
            LOG.debugf("Run %d is being cancelled", lease.runId());
        } catch (RuntimeException e) {
            LOG.warn("A heartbeat failed; if the next ones do, another node takes the run", e);
        }
    }
}
