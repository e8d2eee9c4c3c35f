package dev.assay.history;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.Savepoints;
import dev.assay.platform.database.BinaryCopy;
import dev.assay.platform.database.BinaryRows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a whole ledger once, where otherwise they would be read twice: for the cut-points, and again for the
 * metrics that are compared with them. In between, the raw rows lie in temporary files, about 200 bytes a customer, which are gone
 * when the spool is closed or the process ends. Thread-safe for different partitions.
 */
public final class HistorySpool implements PartitionHistories, AutoCloseable {

    private static final int TOLD_EVERY = 1_000;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Ledger ledger;
    private final LocalDate asOf;
    private final Instant knownAt;
    private final LedgerHistories histories;
    private final CutPointFigures figures = new CutPointFigures();
    private final AtomicReferenceArray<@Nullable FileChannel> files =
            new AtomicReferenceArray<>(DocumentPartition.COUNT);

    /** @param histories what is read */
    public HistorySpool(LedgerHistories histories, Ledger ledger, LocalDate asOf, Instant knownAt) {
        this.histories = histories.withCutPointFigures();
        this.ledger = ledger;
        this.asOf = asOf;
        this.knownAt = knownAt;
    }

    /**
     * Reads a partition.
     *
     * @param progress is told how many customers were read since it was last told; may throw to stop
     */
    public void read(Connection connection, int partition, IntConsumer progress) throws SQLException {
        CutPointFigures partial = new CutPointFigures();
        try (Writing writing = new Writing(partition)) {
            histories.rows(connection, partition, rows -> writing.add(rows, partial, progress));
            writing.complete();
        }
        merge(partial);
    }

    /**
     * Reads a partition that can't be read in one go, by halves down to the customers whose histories can't be computed. These take
     * no part in the cut-points, and are missing from what is spooled.
     *
     * @param customers all of the partition's
     */
    public void readApart(Connection connection, int partition, long[] customers, IntConsumer progress)
            throws SQLException {
        try (Writing writing = new Writing(partition)) {
            readApart(connection, partition, customers, writing, progress);
            writing.complete();
        }
    }

    private void readApart(
            Connection connection, int partition, long[] customers, Writing writing, IntConsumer progress)
            throws SQLException {
        long before = writing.position();
        CutPointFigures partial = new CutPointFigures();
        Savepoints.set(connection);
        try {
            histories.rows(connection, partition, customers, rows -> writing.add(rows, partial, count -> {}));
            Savepoints.keep(connection);
            merge(partial);
            progress.accept(customers.length);
        } catch (SQLException e) {
            Savepoints.back(connection);
            writing.backTo(before);
            progress.accept(0);
            if (customers.length > 1) {
                int half = customers.length / 2;
                readApart(connection, partition, Arrays.copyOf(customers, half), writing, progress);
                readApart(
                        connection,
                        partition,
                        Arrays.copyOfRange(customers, half, customers.length),
                        writing,
                        progress);
            }
        }
    }

    private void merge(CutPointFigures partial) {
        synchronized (figures) {
            figures.addAll(partial);
        }
    }

    /** A partition's file as long as it is written; closed before it is complete, it is gone. */
    private final class Writing implements AutoCloseable {
        private final int partition;
        private final FileChannel file;
        private OutputStream out;
        private boolean complete;

        Writing(int partition) throws SQLException {
            this.partition = partition;
            try {
                file = FileChannel.open(
                        Files.createTempFile("assay-run", ".spool"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                out = buffered();
                out.write(BinaryCopy.header());
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private OutputStream buffered() {
            return new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
        }

        void add(BinaryRows rows, CutPointFigures partial, IntConsumer progress) throws IOException {
            int read = 0;
            while (rows.next()) {
                rows.copyTo(out);
                histories.addTo(partial, rows);
                if (++read % TOLD_EVERY == 0) {
                    progress.accept(TOLD_EVERY);
                }
            }
            progress.accept(read % TOLD_EVERY);
        }

        long position() throws SQLException {
            try {
                out.flush();
                return file.position();
            } catch (IOException e) {
                throw failed(e);
            }
        }

        void backTo(long position) throws SQLException {
            try {
                file.truncate(position);
                file.position(position);
                out = buffered();
            } catch (IOException e) {
                throw failed(e);
            }
        }

        void complete() throws SQLException {
            try {
                out.write(BinaryCopy.trailer());
                out.flush();
            } catch (IOException e) {
                throw failed(e);
            }
            complete = true;
            files.set(partition, file);
        }

        @Override
        public void close() {
            if (!complete) {
                HistorySpool.close(file);
            }
        }
    }

    private static SQLException failed(IOException cause) {
        return new SQLException("Histories could not be spooled: " + cause.getMessage(), cause);
    }

    /** Finds and stores the cut-points, when all partitions are read. */
    public CutPoints cutPoints(Connection connection) throws SQLException {
        synchronized (figures) {
            return StoredCutPoints.store(connection, ledger, asOf, knownAt, figures);
        }
    }

    /** From the files, as often as asked. */
    @Override
    public void forEach(
            Connection connection, int partition, @Nullable CutPoints cutPoints, Consumer<CustomerHistory> action)
            throws SQLException {
        FileChannel file = files.get(partition);
        if (file == null) {
            throw new IllegalStateException("Partition " + partition + " was not read");
        }
        try {
            file.position(0);
            histories.each(new BinaryRows(Channels.newInputStream(file)), cutPoints, action);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
            FileChannel file = files.getAndSet(partition, null);
            if (file != null) {
                close(file);
            }
        }
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("A temporary file could not be closed", e);
        }
    }
}
