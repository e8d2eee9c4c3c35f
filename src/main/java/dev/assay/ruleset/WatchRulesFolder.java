package dev.assay.ruleset;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the rules folder changes, and when rules had to be stopped. The file system tells of changes; where it doesn't, as on
 * some network drives, the content is compared every two seconds.
 */
@ApplicationScoped
class WatchRulesFolder {

    private static final Logger LOG = Logger.getLogger(WatchRulesFolder.class);
    private static final long POLL_MS = 2_000;
    /** An editor writes several files, or one in pieces: wait until nothing has changed for so long. */
    private static final long QUIET_MS = 200;

    private static final int QUIET_ROUNDS_MAX = 50;

    @Inject
    RulesFolder folder;

    @Inject
    ReloadRuleset reload;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    void start(@Observes @Priority(250) StartupEvent event) {
        Thread watch = new Thread(this::watch, "assay-rules-folder");
        watch.setDaemon(true);
        watch.start();
        thread = watch;
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        Thread watch = thread;
        if (watch != null) {
            watch.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    private void watch() {
        try (FolderEvents events = new FolderEvents(folder.path())) {
            while (stopped.getCount() > 0) {
                events.await(POLL_MS, stopped);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            reload.replaceQuarantined();
            if (reload.followsFolder() && reload.isNew(folder.read()) && isQuiet()) {
                reload.reload(ReloadRuleset.BY_FOLDER);
            }
        } catch (RuntimeException e) {
            // such as a database that is away for a while: the next look tries again
            LOG.error("The rules folder could not be looked at", e);
        }
    }

    /** Waits until the folder stops changing; false if it is to be left alone after all. */
    private boolean isQuiet() throws InterruptedException {
        RulesFolder.Content before = folder.read();
        for (int round = 0; round < QUIET_ROUNDS_MAX; round++) {
            if (stopped.await(QUIET_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            RulesFolder.Content now = folder.read();
            if (now.fingerprint().equals(before.fingerprint())) {
                return reload.isNew(now);
            }
            before = now;
        }
        return true;
    }
}
