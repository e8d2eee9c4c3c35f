package dev.assay.bench;

import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.history.DocumentPartition;
import dev.assay.history.LedgerHistories;
import dev.assay.history.StoredCutPoints;
import dev.assay.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The least that a run over a ledger has to do, with everything else left out: one pass over the documents that groups them by
 * customer and computes ten plain sums, minima and maxima, copied out; the rules on the same number of the ledger's facts; the rows
 * of a run's decisions copied into a table without partitions, indexes and policies. On as many threads as there are cores.
 */
public final class BareRun implements AutoCloseable {

    private static final String PLAIN_PASS = """
            select customer_id, sum(amount), sum(settled), sum(currency_amount), min(amount), max(amount), min(doc_date),
              max(doc_date), min(due_date), max(due_date), max(paid_on)
            from document%s where ledger_id = %d group by customer_id""";
    private static final int RULE_BATCH = 500;
    private static final int COPY_BUFFER = 1 << 20;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Opens connections to the database. */
    public interface Database {
        Connection connect() throws SQLException;
    }

    private final Database database;
    private final Ledger ledger;
    private final Path rows;
    private final CompiledRuleset ruleset;
    private final List<CustomerFacts> facts = new ArrayList<>();

    public BareRun(Database database, Ledger ledger) throws IOException, RulesetException {
        this.database = database;
        this.ledger = ledger;
        this.rows = Files.createTempDirectory("bare-run");
        this.ruleset = new RulesetCompiler().compile(RulesetFiles.read(Path.of("rules")));
    }

    /**
     * Keeps the decisions of a run as files, and the facts of one partition's customers.
     *
     * @param asOf of the run
     */
    public void prepare(long runId, LocalDate asOf) throws SQLException, IOException {
        try (Connection connection = enter()) {
            execute(connection, "create table bare_decision (like decision)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
                try (OutputStream out = Files.newOutputStream(file(partition))) {
                    copy.copyOut("""
                            copy (select d.* from decision d join customer c on c.id = d.customer_id
                                   where c.document_partition = %d and d.evaluation_id = (
                                     select evaluation_id from reclassification where id = %d))
                            to stdout with (format binary)""".formatted(partition, runId), out);
                }
            }
            LedgerHistories histories =
                    LedgerHistories.of(connection, ledger, asOf, Instant.now(), RecordedMetrics.of(ruleset));
            histories.forEach(
                    connection,
                    0,
                    StoredCutPoints.latest(connection, ledger, asOf),
                    customer -> facts.add(new CustomerFacts(
                            customer.customerCode(),
                            asOf,
                            "CNY",
                            "COMPANY",
                            null,
                            null,
                            null,
                            Set.of(),
                            Map.of(),
                            customer.history(),
                            null,
                            BigDecimal.ZERO)));
            connection.commit();
        }
    }

    /** Returns the seconds it took. */
    public double run() throws Exception {
        try (Connection connection = enter()) {
            execute(connection, "truncate bare_decision");
            connection.commit();
        }
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(threads.submit(() -> {
                    try (Connection connection = enter()) {
                        for (int p = next.getAndIncrement(); p < DocumentPartition.COUNT; p = next.getAndIncrement()) {
                            partition(connection, p);
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void partition(Connection connection, int partition) throws SQLException, IOException {
        enter(connection);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        String pass = PLAIN_PASS.formatted(DocumentPartition.suffix(partition), ledger.id());
        copy.copyOut("copy (" + pass + ") to stdout with (format binary)", OutputStream.nullOutputStream());
        for (int from = 0; from < facts.size(); from += RULE_BATCH) {
            var unused = ruleset.evaluateTraced(facts.subList(from, Math.min(facts.size(), from + RULE_BATCH)));
        }
        try (InputStream in = Files.newInputStream(file(partition))) {
            copy.copyIn("copy bare_decision from stdin with (format binary)", in, COPY_BUFFER);
        }
        connection.commit();
    }

    private Path file(int partition) {
        return rows.resolve(partition + ".copy");
    }

    private Connection enter() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        enter(connection);
        return connection;
    }

    /** For one transaction: the connection may belong to a pool. */
    private void enter(Connection connection) throws SQLException {
        execute(connection, "select set_config('assay.ledger', '" + ledger.id() + "', true)");
        execute(connection, "set local max_parallel_workers_per_gather = 0");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        ruleset.close();
        try (Connection connection = enter()) {
            execute(connection, "drop table if exists bare_decision");
            connection.commit();
        }
        for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
            Files.deleteIfExists(file(partition));
        }
        Files.delete(rows);
    }
}
