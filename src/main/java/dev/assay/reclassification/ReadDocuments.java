package dev.assay.reclassification;

import dev.assay.history.DocumentPartition;
import dev.assay.history.HistorySpool;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.SqlAction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The reading of a run: all documents of the ledger once, into the files of a spool. */
@ApplicationScoped
class ReadDocuments {

    private static final Logger LOG = Logger.getLogger(ReadDocuments.class);

    @Inject
    LedgerTransaction transaction;

    /** Partitions a node reads at once; 0: one for each core. */
    @ConfigProperty(name = "assay.reclassification.threads", defaultValue = "0")
    int threads;

    /** Reads every partition, as many at once as there are threads. */
    void read(Run run, HistorySpool spool, RunControl control) {
        Queue<Integer> partitions = new ConcurrentLinkedQueue<>();
        for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
            partitions.add(partition);
        }
        ChunkThreads.work(threads, partitions, control, partition -> read(run, spool, control, partition));
        control.done(-control.customersDone());
    }

    /** A customer whose history can't be computed must not keep all others from being graded. */
    private void read(Run run, HistorySpool spool, RunControl control, int partition) {
        IntConsumer progress = count -> {
            control.done(count);
            control.check();
        };
        try {
            reading(run, control, connection -> spool.read(connection, partition, progress));
        } catch (QuarkusTransactionException e) {
            control.check();
            LOG.warnf(e, "Run %d: partition %d is read customer by customer", run.id(), partition);
            reading(
                    run,
                    control,
                    connection ->
                            spool.readApart(connection, partition, customers(connection, run, partition), progress));
        }
    }

    private void reading(Run run, RunControl control, SqlAction action) {
        transaction.run(run.ledger(), connection -> {
            control.begin(connection);
            try {
                action.run(connection);
            } finally {
                control.end(connection);
            }
        });
    }

    private static long[] customers(Connection connection, Run run, int partition) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select array_agg(id order by id) from customer where ledger_id = ? and document_partition = ?")) {
            query.setInt(1, run.ledger().id());
            query.setInt(2, partition);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Arrays.stream((Long[]) row.getArray(1).getArray())
                        .mapToLong(Long::longValue)
                        .toArray();
            }
        }
    }
}
