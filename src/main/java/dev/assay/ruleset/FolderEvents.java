package dev.assay.ruleset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the file system tells of a folder and the folders in it. If it can't tell, waiting simply takes the whole time. */
final class FolderEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FolderEvents.class);
    private static final int DEPTH_MAX = 3;

    private final Path folder;
    private final @Nullable WatchService service;

    FolderEvents(Path folder) {
        this.folder = folder;
        this.service = open(folder);
    }

    /** Waits until something changes, the time is over, or the latch opens, which is noticed within a tenth of a second. */
    void await(long timeoutMs, CountDownLatch stopped) throws InterruptedException {
        WatchService events = service;
        if (events == null || !register(events)) {
            var unused = stopped.await(timeoutMs, TimeUnit.MILLISECONDS);
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (stopped.getCount() > 0 && System.nanoTime() - end < 0) {
            WatchKey key = events.poll(100, TimeUnit.MILLISECONDS);
            if (key != null) {
                drain(events, key);
                return;
            }
        }
    }

    @Override
    public void close() {
        WatchService events = service;
        if (events != null) {
            try {
                events.close();
            } catch (IOException | ClosedWatchServiceException e) {
                LOG.debug("The watch on the rules folder could not be closed", e);
            }
        }
    }

    private static @Nullable WatchService open(Path folder) {
        try {
            return folder.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warnf("Changes of %s are noticed within seconds, not at once: %s", folder, e);
            return null;
        }
    }

    /** Folders come and go, so each round registers anew; one that is registered already stays so. */
    private boolean register(WatchService events) {
        try (Stream<Path> walk = Files.walk(folder, DEPTH_MAX)) {
            List<Path> folders = walk.filter(Files::isDirectory).toList();
            for (Path path : folders) {
                path.register(
                        events,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void drain(WatchService events, WatchKey first) {
        for (WatchKey key = first; key != null; key = events.poll()) {
            key.pollEvents();
            key.reset();
        }
    }
}
