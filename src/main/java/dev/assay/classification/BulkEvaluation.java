package dev.assay.classification;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.AssembledFacts;
import dev.assay.classification.facts.FactsJson;
import dev.assay.classification.facts.StoodBefore;
import dev.assay.classification.grades.GradeMigration;
import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.customer.Customer;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.history.CustomerHistory;
import dev.assay.history.CutPoints;
import dev.assay.history.PartitionHistories;
import dev.assay.history.PaymentHistories;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
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
     * What was staged of a partition.
     *
     * @param missing the customers that have no history there: they came later, or it can't be computed
     */
    public record Staged(GradeMigration migration, Map<Long, Customer> missing) {}

    /**
     * Decides about customers of one partition by reading all of it, and stages the decisions.
     *
     * @param customers some or all of the partition's, by id
     * @param partitions where the histories come from
     * @param progress is told how many were decided about since it was last told; may throw to stop
     */
    public Staged stagePartition(
            Connection connection,
            int partition,
            Map<Long, Customer> customers,
            PartitionHistories partitions,
            IntConsumer progress)
            throws SQLException {
        Batch batch = new Batch(connection, customers, progress);
        Map<Long, Customer> missing = new HashMap<>(customers);
        partitions.forEach(connection, partition, cutPoints, history -> {
            missing.remove(history.customerId());
            batch.add(history);
        });
        batch.flush();
        return new Staged(batch.migration, missing);
    }

    /** Decides about listed customers and stages the decisions. */
    public GradeMigration stage(Connection connection, Map<Long, Customer> customers, IntConsumer progress)
            throws SQLException {
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
        return batch.migration;
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
        private final Map<Long, StandingClassification> standing;
        private final Map<Long, StoodBefore> before;
        private final Map<Long, BigDecimal> guarantees;
        private final GradeMigration migration = new GradeMigration();
        private final IntConsumer progress;
        private final AssembleFacts assemble = assemble();
        private final List<AssembledFacts> assembled = new ArrayList<>(BATCH_CUSTOMERS);

        Batch(Connection connection, Map<Long, Customer> customers, IntConsumer progress) throws SQLException {
            this.connection = connection;
            this.customers = customers;
            this.progress = progress;
            this.standing = StandingClassification.of(connection, evaluation.ledger(), customers.keySet());
            this.guarantees = AcceptedGuarantees.of(
                    connection, evaluation.ledger(), customers.keySet(), evaluation.asOf(), evaluation.knownAt());
            this.before = StandingClassification.before(
                    connection, evaluation.ledger(), evaluation.asOf(), standing, guarantees);
        }

        /** A history of a customer that isn't asked about is left alone. */
        void add(CustomerHistory history) {
            Customer customer = customers.get(history.customerId());
            if (customer == null) {
                return;
            }
            assembled.add(
                    assemble.of(customer, history.history(), before.get(customer.id()), guarantees.get(customer.id())));
            if (assembled.size() == BATCH_CUSTOMERS) {
                flush();
            }
        }

        void flush() {
            if (assembled.isEmpty()) {
                return;
            }
            int scale = evaluation.ledger().baseScale();
            List<DecidedCustomer> decided = ClassifyCustomers.decide(ruleset, assembled).stream()
                    .map(each -> each.keepingRise(
                            standing.get(each.assembled().customer().id()), scale))
                    .toList();
            try {
                DecisionStaging.fill(connection, evaluation.ledger(), evaluation.metrics(), decided, changes(decided));
            } catch (SQLException e) {
                throw new IllegalStateException("Decisions could not be staged: " + e.getMessage(), e);
            }
            progress.accept(assembled.size());
            assembled.clear();
        }

        private BitSet changes(List<DecidedCustomer> decided) {
            BitSet changes = new BitSet();
            for (int i = 0; i < decided.size(); i++) {
                AssembledFacts of = decided.get(i).assembled();
                StandingClassification before = standing.get(of.customer().id());
                Effects effects = decided.get(i).effects(evaluation.ledger().baseScale());
                changes.set(i, StandingClassification.changes(before, effects, evaluation.asOf()));
                if (before == null) {
                    migration.add("", effects.grade(), false, 0, effects.usableAmount());
                } else {
                    migration.add(
                            before.effects().grade(),
                            effects.grade(),
                            effects.movedFrom(before.effects()),
                            before.effects().usableAmount(),
                            effects.usableAmount());
                }
            }
            return changes;
        }
    }
}
