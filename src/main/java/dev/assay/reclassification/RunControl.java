package dev.assay.reclassification;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * What the threads of a node that work on one run tell each other: how far it is, and that it must stop. Stopping interrupts the
 * statements in flight, so it takes less than a second however large a chunk is. Thread-safe.
 */
final class RunControl {

    private static final Logger LOG = Logger.getLogger(RunControl.class);

    private final AtomicLong customersDone = new AtomicLong();
    private final Set<Connection> working = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private volatile boolean cancelled;

    /** The run was cancelled, its lease was lost, or the service ends. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("The run was stopped");
        }
    }

    void stop() {
        stopped = true;
        for (Connection connection : working) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                LOG.debugf(e, "A statement could not be cancelled; it ends by itself");
            }
        }
    }

    /** The run must stop for good, if somebody asked for that. */
    void heed(boolean cancelRequested) {
        if (cancelRequested) {
            cancelled = true;
            stop();
            check();
        }
    }

    /** Whether it stops because somebody asked for that. */
    boolean isCancelled() {
        return cancelled;
    }

    boolean isStopped() {
        return stopped;
    }

    /** @throws StoppedException if the run must stop */
    void check() {
        if (stopped) {
            throw new StoppedException();
        }
    }

    /** From now on statements of the connection are interrupted when the run must stop. */
    void begin(Connection connection) {
        working.add(connection);
        check();
    }

    void end(Connection connection) {
        working.remove(connection);
    }

    void done(long customers) {
        customersDone.addAndGet(customers);
    }

    long customersDone() {
        return customersDone.get();
    }
}
