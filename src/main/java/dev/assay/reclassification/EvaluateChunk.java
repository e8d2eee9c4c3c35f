package dev.assay.reclassification;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.classification.BulkEvaluation;
import dev.assay.classification.grades.GradeMigration;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.history.PartitionHistories;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Savepoints;
import dev.assay.reclassification.RunControl.StoppedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * Decides about the customers of one partition of the documents: one transaction, which ends with the chunk's checkpoint.
 *
 * <p>A chunk that fails is tried once more. If it fails again it is cut in halves until the customers that break it stand alone;
 * they are reported, and the others are decided about.
 */
@ApplicationScoped
class EvaluateChunk {

    private static final Logger LOG = Logger.getLogger(EvaluateChunk.class);

    @Inject
    LedgerTransaction transaction;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** Stages decisions about a chunk's customers. */
    private interface Stage {
        GradeMigration run(
                Connection connection, Map<Long, Customer> customers, ChunkRecord record, IntConsumer progress)
                throws SQLException;
    }

    /**
     * Where the histories of whole chunks come from.
     *
     * @param wholeFrom from so many customers on it is cheaper to read the whole partition than to look them up
     */
    record ChunkHistories(PartitionHistories partitions, long wholeFrom) {

        boolean readWhole(int customers) {
            return customers >= wholeFrom;
        }
    }

    /**
     * Evaluates a chunk.
     *
     * @throws StoppedException if the run must stop; nothing of the chunk is kept
     * @throws Lease.LostLeaseException if another node has the run; nothing of the chunk is kept
     */
    void evaluate(
            Run run,
            Run.Prepared prepared,
            BulkEvaluation bulk,
            ChunkHistories histories,
            Lease lease,
            RunControl control,
            int chunk) {
        Stage together = (connection, customers, record, progress) -> {
            if (!histories.readWhole(customers.size())) {
                return bulk.stage(connection, customers, progress);
            }
            BulkEvaluation.Staged staged =
                    bulk.stagePartition(connection, chunk, customers, histories.partitions(), progress);
            if (!staged.missing().isEmpty()) {
                staged.migration().addAll(isolate(connection, bulk, staged.missing(), record, progress));
            }
            return staged.migration();
        };
        Stage apart =
                (connection, customers, record, progress) -> isolate(connection, bulk, customers, record, progress);
        for (Stage stage : List.of(together, together, apart)) {
            try {
                attempt(run, prepared, bulk, lease, control, chunk, stage);
                return;
            } catch (StoppedException | Lease.LostLeaseException e) {
                throw e;
            } catch (RuntimeException e) {
                control.check();
                if (stage == apart) {
                    throw e;
                }
                LOG.warnf(e, "Run %d: chunk %d failed and is tried again", run.id(), chunk);
            }
        }
    }

    private void attempt(
            Run run,
            Run.Prepared prepared,
            BulkEvaluation bulk,
            Lease lease,
            RunControl control,
            int chunk,
            Stage stage) {
        int[] done = {0};
        boolean committed = false;
        try {
            transaction.run(run.ledger(), connection -> {
                control.begin(connection);
                try {
                    CustomerSelection selection = CustomerSelection.of(run, chunk);
                    Map<Long, Customer> customers = Customers.inPartition(
                            connection, run.ledger(), chunk, selection.condition(), selection.values());
                    ChunkRecord record = new ChunkRecord(run, chunk, json);
                    if (!customers.isEmpty()) {
                        GradeMigration migration = stage.run(connection, customers, record, count -> {
                            done[0] += count;
                            control.done(count);
                            control.check();
                        });
                        record.append(connection, prepared.evaluationId(), bulk.evaluation(), migration);
                    }
                    record.checkpoint(connection, customers.size(), clock.instant());
                    lease.hold(connection);
                } finally {
                    control.end(connection);
                }
            });
            committed = true;
        } finally {
            if (!committed) {
                control.done(-done[0]);
            }
        }
    }

    private static GradeMigration isolate(
            Connection connection,
            BulkEvaluation bulk,
            Map<Long, Customer> customers,
            ChunkRecord record,
            IntConsumer progress)
            throws SQLException {
        Savepoints.set(connection);
        try {
            GradeMigration migration = bulk.stage(connection, customers, count -> {});
            Savepoints.keep(connection);
            progress.accept(customers.size());
            return migration;
        } catch (SQLException | RuntimeException e) {
            Savepoints.back(connection);
            progress.accept(0);
            if (customers.size() == 1) {
                Customer customer = customers.values().iterator().next();
                LOG.errorf(e, "No decision about customer %s", customer.code());
                record.failed(connection, customer, bulk, e);
                progress.accept(1);
                return new GradeMigration();
            }
            GradeMigration migration = new GradeMigration();
            for (Map<Long, Customer> half : halves(customers)) {
                migration.addAll(isolate(connection, bulk, half, record, progress));
            }
            return migration;
        }
    }

    private static List<Map<Long, Customer>> halves(Map<Long, Customer> customers) {
        List<Map<Long, Customer>> halves = List.of(new HashMap<>(), new HashMap<>());
        List<Customer> all = new ArrayList<>(customers.values());
        for (int i = 0; i < all.size(); i++) {
            halves.get(i < all.size() / 2 ? 0 : 1).put(all.get(i).id(), all.get(i));
        }
        return halves;
    }
}
