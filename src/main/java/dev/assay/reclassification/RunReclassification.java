package dev.assay.reclassification;

import dev.assay.classification.BulkEvaluation;
import dev.assay.classification.DecisionLog;
import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.classification.rise.LimitRises;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.history.CutPoints;
import dev.assay.history.DocumentPartition;
import dev.assay.history.HistorySpool;
import dev.assay.history.LedgerHistories;
import dev.assay.history.PaymentHistories;
import dev.assay.history.StoredCutPoints;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.SqlWork;
import dev.assay.reclassification.EvaluateChunk.ChunkHistories;
import dev.assay.reclassification.Run.Mode;
import dev.assay.reclassification.Run.Prepared;
import dev.assay.reclassification.Run.State;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes a run from where it is to its end: prepares it, evaluates the chunks that have no checkpoint, and applies it in one
 * transaction, so that what stands is all old or all new. May be begun again at any point, by any node.
 */
@ApplicationScoped
class RunReclassification {

    private static final Logger LOG = Logger.getLogger(RunReclassification.class);

    @Inject
    LedgerTransaction transaction;

    @Inject
    Runs runs;

    @Inject
    ReadDocuments readDocuments;

    @Inject
    EvaluateChunk evaluateChunk;

    @Inject
    Guardrails guardrails;

    @Inject
    GuardedRuns guardedRuns;

    @Inject
    LimitRises rises;

    @Inject
    DecisionLog log;

    @Inject
    PaymentHistories paymentHistories;

    @Inject
    Rulesets rulesets;

    @Inject
    Clock clock;

    /** From this share of a partition's customers on all of it is read. */
    private static final double WHOLE_FROM = 0.15;

    /** Chunks a node evaluates at once; 0: one for each core. */
    @ConfigProperty(name = "assay.reclassification.threads", defaultValue = "0")
    int threads;

    /**
     * Works on a run until it is finished, waits for a person, or must stop.
     *
     * @throws RunControl.StoppedException if it must stop: cancelled, or to be continued elsewhere
     * @throws Lease.LostLeaseException if another node has it
     */
    void run(Ledger ledger, Lease lease, RunControl control) {
        Run run = reload(ledger, lease);
        if (run.state() == State.QUEUED || run.state() == State.READING) {
            begin(run, lease, control);
            run = reload(ledger, lease);
        } else if (run.state() == State.EVALUATING) {
            evaluate(run, histories(run), lease, control);
            run = reload(ledger, lease);
        }
        if (run.state() == State.APPLYING) {
            control.check();
            apply(run, lease, control);
        }
    }

    /** Ends a run early; nothing of it is applied. */
    void end(Ledger ledger, Lease lease, State state, String failure) {
        transaction.run(ledger, connection -> {
            Run run = runs.find(connection, ledger, lease.runId()).orElseThrow();
            if (!run.state().isFinal()) {
                runs.finished(connection, run, state, failure.isEmpty() ? null : failure, null);
            }
        });
    }

    private Run reload(Ledger ledger, Lease lease) {
        return transaction.read(
                ledger,
                connection -> runs.find(connection, ledger, lease.runId()).orElseThrow());
    }

    /** A run over changed customers compares them with the ledger as it was last compared; only a run over all looks at all. */
    private void begin(Run run, Lease lease, RunControl control) {
        Optional<CutPoints> latest = run.scope() == Run.Scope.CHANGED ? latest(run) : Optional.empty();
        if (latest.isPresent()) {
            prepare(run, connection -> latest.get(), lease, control);
            evaluate(reload(run.ledger(), lease), histories(run), lease, control);
            return;
        }
        transaction.run(run.ledger(), connection -> {
            lease.hold(connection);
            runs.reading(connection, run);
        });
        LedgerHistories histories = transaction.read(run.ledger(), connection -> all(connection, run));
        try (HistorySpool spool = new HistorySpool(histories, run.ledger(), run.asOf(), run.knownAt())) {
            readDocuments.read(run, spool, control);
            prepare(run, spool::cutPoints, lease, control);
            evaluate(reload(run.ledger(), lease), new ChunkHistories(spool, 0), lease, control);
        }
    }

    private Optional<CutPoints> latest(Run run) {
        return transaction.read(
                run.ledger(),
                connection -> Optional.ofNullable(StoredCutPoints.latest(connection, run.ledger(), run.asOf())));
    }

    private void prepare(Run run, SqlWork<CutPoints> cutPoints, Lease lease, RunControl control) {
        transaction.run(run.ledger(), connection -> {
            control.begin(connection);
            try {
                long cutPointsId = cutPoints.run(connection).id();
                long customers = select(connection, run);
                Instant decidedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
                long evaluation = log.begin(connection, evaluation(run, decidedAt, cutPointsId));
                runs.prepared(connection, run, new Prepared(evaluation, decidedAt, cutPointsId, customers));
                lease.hold(connection);
            } finally {
                control.end(connection);
            }
        });
    }

    /** Few customers are looked up; from a good part of a partition on it is cheaper to read all of it. */
    private ChunkHistories histories(Run run) {
        return transaction.read(
                run.ledger(),
                connection -> new ChunkHistories(all(connection, run), (long)
                        Math.ceil(WHOLE_FROM * ledgerCustomers(connection, run) / DocumentPartition.COUNT)));
    }

    private LedgerHistories all(Connection connection, Run run) throws SQLException {
        Set<Metric> metrics = rulesets.with(run.rulesetVersion(), RecordedMetrics::of);
        return LedgerHistories.of(connection, run.ledger(), run.asOf(), run.knownAt(), metrics);
    }

    private static long ledgerCustomers(Connection connection, Run run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select count(*) from customer where ledger_id = ?")) {
            query.setInt(1, run.ledger().id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static long select(Connection connection, Run run) throws SQLException {
        if (!run.isOverAll()) {
            return CustomerSelection.noteChanged(connection, run);
        }
        long count = 0;
        for (int chunk = 0; chunk < DocumentPartition.COUNT; chunk++) {
            CustomerSelection selection = CustomerSelection.of(run, chunk);
            // By the index customer_document_partition.
            String sql = "select count(*) from customer c where c.ledger_id = ? and c.document_partition = " + chunk
                    + " and c.status <> 'ARCHIVED' and (" + selection.condition() + ")";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setInt(1, run.ledger().id());
                for (int i = 0; i < selection.values().size(); i++) {
                    query.setObject(i + 2, selection.values().get(i));
                }
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    count += row.getLong(1);
                }
            }
        }
        return count;
    }

    private void evaluate(Run run, ChunkHistories histories, Lease lease, RunControl control) {
        Prepared prepared = Objects.requireNonNull(run.prepared());
        CutPoints cutPoints = transaction.read(
                run.ledger(), connection -> StoredCutPoints.byId(connection, run.ledger(), prepared.cutPointsId()));
        Queue<Integer> chunks = new ConcurrentLinkedQueue<>(remaining(run, control));
        var unused = rulesets.with(run.rulesetVersion(), ruleset -> {
            BulkEvaluation bulk = new BulkEvaluation(
                    paymentHistories,
                    evaluation(run, prepared.decidedAt(), prepared.cutPointsId(), ruleset),
                    ruleset,
                    cutPoints);
            ChunkThreads.work(
                    threads,
                    chunks,
                    control,
                    chunk -> evaluateChunk.evaluate(run, prepared, bulk, histories, lease, control, chunk));
            return true;
        });
        settle(run, lease, control);
    }

    /** Chunks without a checkpoint; the others count as done. */
    private List<Integer> remaining(Run run, RunControl control) {
        return transaction.read(run.ledger(), connection -> {
            Set<Integer> done = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select chunk, customers from reclassification_chunk where run_id = ?")) {
                query.setLong(1, run.id());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        done.add(row.getInt(1));
                        control.done(row.getLong(2));
                    }
                }
            }
            List<Integer> remaining = new ArrayList<>();
            for (int chunk = 0; chunk < DocumentPartition.COUNT; chunk++) {
                if (!done.contains(chunk)) {
                    remaining.add(chunk);
                }
            }
            return remaining;
        });
    }

    /** All chunks are through: a trial is done, an APPLY goes on or waits for a person. */
    private void settle(Run run, Lease lease, RunControl control) {
        transaction.run(run.ledger(), connection -> {
            lease.hold(connection);
            control.heed(runs.isCancelRequested(connection, run));
            String guard = run.mode() == Mode.APPLY ? guardrails.stop(connection, run) : null;
            if (run.mode() == Mode.SIMULATE) {
                runs.finished(connection, run, State.DONE, null, null);
            } else if (guard != null) {
                runs.waiting(connection, run, guard);
                var unused = guardedRuns.ask(connection, run, guard);
                LOG.warnf(
                        "Run %d of ledger %s waits for a person: %s",
                        run.id(), run.ledger().code(), guard);
            } else {
                runs.applying(connection, run);
            }
        });
    }

    private void apply(Run run, Lease lease, RunControl control) {
        Prepared prepared = Objects.requireNonNull(run.prepared());
        DecisionLog.Evaluation evaluation = evaluation(run, prepared.decidedAt(), prepared.cutPointsId());
        transaction.run(run.ledger(), connection -> {
            control.begin(connection);
            try {
                lease.hold(connection);
                DecisionLog.applyRecorded(
                        connection,
                        prepared.evaluationId(),
                        evaluation,
                        "select decision_id from reclassification_change where run_id = ?",
                        run.id());
                rises.ask(connection, run.ledger(), run.requestedBy(), null);
                control.heed(runs.isCancelRequested(connection, run));
                runs.finished(connection, run, State.DONE, null, null);
            } finally {
                control.end(connection);
            }
        });
        LOG.infof(
                "Run %d of ledger %s is applied as of %s",
                run.id(), run.ledger().code(), run.asOf());
    }

    private DecisionLog.Evaluation evaluation(Run run, Instant decidedAt, long cutPointsId) {
        return rulesets.with(run.rulesetVersion(), ruleset -> evaluation(run, decidedAt, cutPointsId, ruleset));
    }

    private static DecisionLog.Evaluation evaluation(
            Run run, Instant decidedAt, long cutPointsId, CompiledRuleset ruleset) {
        return new DecisionLog.Evaluation(
                run.ledger(),
                run.asOf(),
                run.knownAt(),
                decidedAt,
                run.requestedBy(),
                false,
                run.rulesetVersion(),
                cutPointsId,
                RecordedMetrics.of(ruleset));
    }
}
