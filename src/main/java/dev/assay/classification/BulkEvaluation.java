package dev.assay.classification;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.AssembledFacts;
import dev.assay.classification.facts.FactsJson;
import dev.assay.classification.facts.PreviousDecisions;
import dev.assay.customer.Customer;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.history.CustomerHistory;
import dev.assay.history.CutPoints;
import dev.assay.history.PartitionHistories;
import dev.assay.history.PaymentHistories;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of very many customers, on the path of single ones: histories are decided about in batches as they are read, and
 * staged; memory doesn't grow with their number but for the master data of a chunk.
 *
 * @param evaluation what all decisions share
 * @param cutPoints for the ledger-relative metrics
 */
public record BulkEvaluation(
        PaymentHistories histories, DecisionLog.Evaluation evaluation, CompiledRuleset ruleset, CutPoints cutPoints) {

    private static final int BATCH_CUSTOMERS = 500;

    /**
     * Decides about customers of one partition by reading all of it, and stages the decisions.
     *
     * @param customers some or all of the partition's, by id
     * @param partitions where the histories come from
     * @param progress is told how many were decided about since it was last told; may throw to stop
     */
    public void stagePartition(
            Connection connection,
            int partition,
            Map<Long, Customer> customers,
            PartitionHistories partitions,
            IntConsumer progress)
            throws SQLException {
        Batch batch = new Batch(connection, customers, progress);
        partitions.forEach(connection, partition, cutPoints, batch::add);
        batch.flush();
    }

    /** Decides about listed customers and stages the decisions. */
    public void stage(Connection connection, Map<Long, Customer> customers, IntConsumer progress) throws SQLException {
        Batch batch = new Batch(connection, customers, progress);
        List<Long> ids = new ArrayList<>(customers.keySet());
        for (int from = 0; from < ids.size(); from += BATCH_CUSTOMERS) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + BATCH_CUSTOMERS));
            histories
                    .of(
                            connection,
                            evaluation.ledger(),
                            evaluation.asOf(),
                            evaluation.knownAt(),
                            evaluation.metrics(),
                            some,
                            cutPoints)
                    .forEach(batch::add);
        }
        batch.flush();
    }

    /** What the rules would have read of a customer; null if not even that can be told. */
    public @Nullable Map<String, @Nullable Object> facts(Connection connection, Customer customer) throws SQLException {
        return assemble().of(connection, Map.of(customer.id(), customer)).stream()
                .findFirst()
                .map(assembled -> FactsJson.of(assembled.facts(), evaluation.metrics()))
                .orElse(null);
    }

    private AssembleFacts assemble() {
        return new AssembleFacts(
                histories,
                evaluation.ledger(),
                evaluation.asOf(),
                evaluation.knownAt(),
                cutPoints,
                evaluation.metrics());
    }

    /** Customers between their histories and their decisions. */
    private final class Batch {
        private final Connection connection;
        private final Map<Long, Customer> customers;
        private final Map<Long, CustomerFacts.Previous> previous;
        private final IntConsumer progress;
        private final AssembleFacts assemble = assemble();
        private final List<AssembledFacts> assembled = new ArrayList<>(BATCH_CUSTOMERS);

        Batch(Connection connection, Map<Long, Customer> customers, IntConsumer progress) throws SQLException {
            this.connection = connection;
            this.customers = customers;
            this.progress = progress;
            this.previous =
                    PreviousDecisions.before(connection, evaluation.ledger(), customers.keySet(), evaluation.asOf());
        }

        /** A history of a customer that isn't asked about is left alone. */
        void add(CustomerHistory history) {
            Customer customer = customers.get(history.customerId());
            if (customer == null) {
                return;
            }
            assembled.add(assemble.of(customer, history.history(), previous.get(customer.id())));
            if (assembled.size() == BATCH_CUSTOMERS) {
                flush();
            }
        }

        void flush() {
            if (assembled.isEmpty()) {
                return;
            }
            try {
                DecisionStaging.fill(
                        connection,
                        evaluation.ledger(),
                        evaluation.metrics(),
                        ClassifyCustomers.decide(ruleset, assembled));
            } catch (SQLException e) {
                throw new IllegalStateException("Decisions could not be staged: " + e.getMessage(), e);
            }
            progress.accept(assembled.size());
            assembled.clear();
        }
    }
}
