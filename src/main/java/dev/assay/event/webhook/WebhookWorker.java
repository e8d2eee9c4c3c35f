package dev.assay.event.webhook;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in delivering events: takes webhooks that are due, one node each, and sends what is behind their cursor, in order,
 * each event until it was taken. A receiver that fails holds up its own events only; what it doesn't take for days becomes a dead letter.
 */
@ApplicationScoped
class WebhookWorker {

    private static final Logger LOG = Logger.getLogger(WebhookWorker.class);
    private static final int BATCH = 100;
    private static final int LEASE_SECONDS = 60;
    private static final int THREADS = 4;
    private static final int DOUBLINGS_MAX = 20;
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
    Webhooks webhooks;

    @Inject
    Delivery delivery;

    @Inject
    Clock clock;

    @ConfigProperty(name = "assay.webhooks.enabled", defaultValue = "true")
    boolean enabled;

    @ConfigProperty(name = "assay.webhooks.look-every-ms", defaultValue = "500")
    int lookEveryMs;

    /** The first pause after a failure; each further one is twice as long, up to the longest. */
    @ConfigProperty(name = "assay.webhooks.retry-seconds", defaultValue = "2")
    int retrySeconds;

    @ConfigProperty(name = "assay.webhooks.retry-seconds-max", defaultValue = "300")
    int retrySecondsMax;

    /** How long an event is tried before it is given up. */
    @ConfigProperty(name = "assay.webhooks.give-up-seconds", defaultValue = "259200")
    int giveUpSeconds;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    private record Due(long webhook, int ledger) {}

    void start(@Observes @Priority(270) StartupEvent event) {
        for (int i = 0; enabled && i < THREADS; i++) {
            Thread thread = new Thread(this::work, "assay-webhooks-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        ending = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(SHUTDOWN_MS);
        }
    }

    private void work() {
        while (!ending) {
            try {
                Optional<Due> due = take();
                if (due.isEmpty() || !deliver(due.get())) {
                    TimeUnit.MILLISECONDS.sleep(lookEveryMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!ending) {
                    LOG.warn("Delivering events failed; it is tried again", e);
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(lookEveryMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The webhook that was looked at the longest ago; looked at again after the usual pause if there is nothing to send. */
    private Optional<Due> take() {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement("""
                            update webhook_lease set leased_until = clock_timestamp() + make_interval(secs => ?)
                             where webhook_id = (
                                   select webhook_id from webhook_lease
                                    where leased_until < clock_timestamp() and next_try < clock_timestamp()
                                    order by leased_until, webhook_id
                                    limit 1
                                      for update skip locked)
                            returning webhook_id, ledger_id
                            """)) {
                update.setInt(1, LEASE_SECONDS);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? Optional.of(new Due(row.getLong(1), row.getInt(2))) : Optional.<Due>empty();
                }
            }
        });
    }

    /** Sends a batch; each event that was taken moves the cursor at once. @return whether there may be more */
    private boolean deliver(Due due) throws InterruptedException {
        Ledger ledger = ledgers.byId(due.ledger);
        boolean more = false;
        try {
            Optional<Webhook> found = transaction.call(ledger, connection -> {
                outbox.publish(connection, ledger);
                return webhooks.find(connection, ledger, due.webhook).filter(Webhook::active);
            });
            if (found.isPresent()) {
                more = deliver(ledger, found.get());
            }
        } finally {
            giveBack(due, more);
        }
        return more;
    }

    private boolean deliver(Ledger ledger, Webhook webhook) throws InterruptedException {
        List<CloudEvent> events = transaction.read(
                ledger, connection -> outbox.page(connection, ledger, webhook.delivered(), webhook.types(), BATCH));
        Instant end = clock.instant().plus(Duration.ofSeconds(LEASE_SECONDS / 2));
        int failures = webhook.failures();
        @Nullable Instant failingSince = webhook.failingSince();
        for (CloudEvent event : events) {
            if (ending || clock.instant().isAfter(end)) {
                return true;
            }
            Webhooks.Attempt attempt = delivery.send(ledger.id(), webhook, event);
            if (attempt.error() == null) {
                failures = 0;
                failingSince = null;
                taken(ledger, webhook, event, attempt);
                continue;
            }
            failures++;
            failingSince = failingSince == null ? attempt.at() : failingSince;
            boolean giveUp =
                    failingSince.plus(Duration.ofSeconds(giveUpSeconds)).isBefore(attempt.at());
            failed(ledger, webhook, attempt, failures, failingSince, giveUp);
            if (!giveUp) {
                return false;
            }
            failures = 0;
            failingSince = null;
        }
        return events.size() == BATCH;
    }

    private void taken(Ledger ledger, Webhook webhook, CloudEvent event, Webhooks.Attempt attempt) {
        transaction.run(ledger, connection -> {
            webhooks.delivered(connection, webhook.id(), event.seq());
            webhooks.tryAt(connection, webhook.id(), Instant.EPOCH, 0, null);
            webhooks.note(connection, ledger, webhook.id(), attempt);
        });
    }

    private void failed(
            Ledger ledger,
            Webhook webhook,
            Webhooks.Attempt attempt,
            int failures,
            Instant failingSince,
            boolean giveUp) {
        long pause = Math.min(retrySecondsMax, (long) retrySeconds << Math.min(failures - 1, DOUBLINGS_MAX));
        transaction.run(ledger, connection -> {
            webhooks.note(
                    connection,
                    ledger,
                    webhook.id(),
                    new Webhooks.Attempt(
                            0,
                            attempt.event(),
                            attempt.at(),
                            attempt.status(),
                            attempt.millis(),
                            attempt.error(),
                            giveUp));
            if (giveUp) {
                webhooks.delivered(connection, webhook.id(), attempt.event());
                webhooks.tryAt(connection, webhook.id(), Instant.EPOCH, 0, null);
            } else {
                webhooks.tryAt(connection, webhook.id(), clock.instant().plusSeconds(pause), failures, failingSince);
            }
        });
        if (giveUp) {
            LOG.warnf("Event %d was given up for webhook %d: %s", attempt.event(), webhook.id(), attempt.error());
        }
    }

    private void giveBack(Due due, boolean more) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(
                            "update webhook_lease set leased_until = clock_timestamp() + make_interval(secs => ?) where webhook_id = ?")) {
                update.setDouble(1, more ? 0 : lookEveryMs / 1000.0);
                update.setLong(2, due.webhook);
                update.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("A webhook could not be given back", e);
            }
        });
    }
}
