package dev.assay.event.kafka;

import dev.assay.event.CloudEvent;
import dev.assay.event.Outbox;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in writing events to Kafka: takes a ledger that nobody is at, and writes what is behind its cursor. Servers that are
 * away hold everything up, nothing is given up: events wait in the outbox for as long as it keeps them.
 */
@ApplicationScoped
class KafkaWorker {

    private static final Logger LOG = Logger.getLogger(KafkaWorker.class);
    private static final int BATCH = 500;
    private static final int PAUSE_SECONDS_MAX = 60;
    private static final int DOUBLINGS_MAX = 6;
    private static final long SHUTDOWN_MS = 15_000;

    @Inject
    DataSource database;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Outbox outbox;

    @Inject
    EventTopic topic;

    @Inject
    Clock clock;

    @ConfigProperty(name = "assay.kafka.enabled", defaultValue = "false")
    boolean enabled;

    @ConfigProperty(name = "assay.kafka.look-every-ms", defaultValue = "500")
    int lookEveryMs;

    @ConfigProperty(name = "assay.kafka.lease-seconds", defaultValue = "30")
    int leaseSeconds;

    private @Nullable Thread thread;
    private volatile boolean ending;

    /** The lease under which this node last wrote events of a ledger. */
    private final Map<Integer, Long> written = new HashMap<>();

    /** @param writer the lease under which any node last wrote */
    private record Due(int ledger, long lease, long writer, long delivered, int failures) {}

    void start(@Observes @Priority(270) StartupEvent event) {
        if (enabled) {
            thread = new Thread(this::work, "assay-kafka");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        ending = true;
        if (thread != null) {
            thread.interrupt();
            thread.join(SHUTDOWN_MS);
        }
    }

    private void work() {
        while (!ending) {
            try {
                boolean more = false;
                for (Optional<Due> due = take(); due.isPresent() && !ending; due = take()) {
                    more |= deliver(due.get());
                }
                if (!more) {
                    TimeUnit.MILLISECONDS.sleep(lookEveryMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                if (!ending) {
                    LOG.warn("Writing events to Kafka failed; it is tried again", e);
                    pause();
                }
            }
        }
        boolean interrupted = Thread.interrupted(); // closing waits for a moment
        topic.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(lookEveryMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The ledger that was looked at the longest ago. */
    private Optional<Due> take() {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection.prepareStatement("""
                            insert into kafka_delivery (ledger_id)
                            select id from ledger l where not exists (select from kafka_delivery d where d.ledger_id = l.id)
                            on conflict do nothing
                            """);
                    PreparedStatement update = connection.prepareStatement("""
                            update kafka_delivery set lease = lease + 1, leased_until = clock_timestamp() + make_interval(secs => ?)
                             where ledger_id = (
                                   select ledger_id from kafka_delivery
                                    where leased_until < clock_timestamp()
                                    order by leased_until, ledger_id
                                    limit 1
                                      for update skip locked)
                            returning ledger_id, lease, writer, delivered_seq, failures
                            """)) {
                insert.executeUpdate();
                update.setInt(1, leaseSeconds);
                try (ResultSet row = update.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Due(
                                    row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5)))
                            : Optional.<Due>empty();
                }
            }
        });
    }

    /** Writes what is behind the cursor, for as long as half the lease. @return whether there may be more */
    private boolean deliver(Due due) {
        Ledger ledger = ledgers.byId(due.ledger);
        Instant end = clock.instant().plusSeconds(leaseSeconds / 2);
        long delivered = due.delivered;
        int failures = 0;
        boolean more = false;
        try {
            transaction.run(ledger, connection -> outbox.publish(connection, ledger));
            if (transaction.read(ledger, connection -> outbox.last(connection, ledger)) <= due.delivered) {
                return false;
            }
            topic.open(ledger, written.getOrDefault(due.ledger, 0L) == due.writer);
            written.put(due.ledger, due.lease);
            // Read once nobody else can write: who had the lease before may have gone on until then.
            OptionalLong cursor = writing(due);
            while (cursor.isPresent() && !ending && clock.instant().isBefore(end)) {
                long from = cursor.getAsLong();
                List<CloudEvent> events =
                        transaction.read(ledger, connection -> outbox.page(connection, ledger, from, null, BATCH));
                if (!events.isEmpty()) {
                    topic.send(ledger, events);
                    delivered = events.get(events.size() - 1).seq();
                }
                more = events.size() == BATCH;
                cursor = more ? OptionalLong.of(delivered) : OptionalLong.empty();
            }
        } catch (KafkaException e) {
            failures = due.failures + 1;
            LOG.warnf(
                    "Events of ledger %s after %d can't be written to Kafka (attempt %d): %s",
                    ledger.code(), delivered, failures, e.getMessage());
        } finally {
            giveBack(due, delivered, failures, more);
        }
        return more;
    }

    /** Notes that events are written under this lease, and tells how far the ledger is; empty if another node has it by now. */
    private OptionalLong writing(Due due) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(
                            "update kafka_delivery set writer = lease where ledger_id = ? and lease = ? returning delivered_seq")) {
                update.setInt(1, due.ledger);
                update.setLong(2, due.lease);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    /** What was committed counts whoever has the lease by now; the rest is only for who still has it to say. */
    private void giveBack(Due due, long delivered, int failures, boolean more) {
        double pause = failures > 0
                ? Math.min(PAUSE_SECONDS_MAX, 1 << Math.min(failures - 1, DOUBLINGS_MAX))
                : more ? 0 : lookEveryMs / 1000.0;
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement cursor = connection.prepareStatement(
                            "update kafka_delivery set delivered_seq = greatest(delivered_seq, ?) where ledger_id = ?");
                    PreparedStatement lease = connection.prepareStatement("""
                            update kafka_delivery
                               set failures = ?, leased_until = clock_timestamp() + make_interval(secs => ?)
                             where ledger_id = ? and lease = ?
                            """)) {
                cursor.setLong(1, delivered);
                cursor.setInt(2, due.ledger);
                cursor.executeUpdate();
                lease.setInt(1, failures);
                lease.setDouble(2, pause);
                lease.setInt(3, due.ledger);
                lease.setLong(4, due.lease);
                lease.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("A ledger could not be given back", e);
            }
        });
    }
}
