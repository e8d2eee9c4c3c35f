package dev.assay.document;

import dev.assay.document.body.ArrayReader;
import dev.assay.document.body.LineReader;
import dev.assay.document.body.NdjsonReader;
import dev.assay.document.content.DocumentParser;
import dev.assay.document.content.IntakeLimits;
import dev.assay.document.content.ParsedLine;
import dev.assay.document.merge.BatchResult;
import dev.assay.document.merge.BatchSql;
import dev.assay.document.merge.MergeBatch;
import dev.assay.document.merge.RejectedLines;
import dev.assay.document.merge.SeenIds;
import dev.assay.document.merge.StagingTable;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Records a batch of documents: one body, one transaction, all or nothing, in memory that doesn't grow with the body. */
@ApplicationScoped
public class RecordDocuments {

    /** How a body is written. */
    public enum Format {
        ARRAY,
        NDJSON
    }

    private final LedgerTransaction transaction;
    private final Clock clock;
    private final IntakeLimits limits;
    private final Semaphore places;

    @Inject
    RecordDocuments(LedgerTransaction transaction, Clock clock, IntakeLimits limits) {
        this.transaction = transaction;
        this.clock = clock;
        this.limits = limits;
        this.places = new Semaphore(limits.concurrentBatchesMax(), true);
    }

    /**
     * Reads a body to its end and records what is valid in it.
     *
     * @param dryRun whether nothing is to be kept of it but the answer
     * @throws dev.assay.platform.problem.Problem MALFORMED_JSON, INVALID_ENCODING, TRUNCATED_BODY, BODY_TOO_LARGE,
     *     TOO_MANY_REJECTED_LINES, UNAVAILABLE; then nothing was stored
     */
    public BatchResult record(Ledger ledger, InputStream body, Format format, boolean dryRun, String sentBy) {
        try {
            return inPlace(ledger, body, format, dryRun, sentBy);
        } catch (Problem refused) {
            readToEnd(body, refused);
            throw refused;
        }
    }

    private BatchResult inPlace(Ledger ledger, InputStream body, Format format, boolean dryRun, String sentBy) {
        if (!takePlace()) {
            throw ProblemType.UNAVAILABLE.problem(
                    "%d batches of documents are being received already; send this one again when one of them is done."
                            .formatted(limits.concurrentBatchesMax()));
        }
        try {
            return transaction.call(ledger, dryRun, connection -> record(connection, ledger, body, format, sentBy));
        } finally {
            places.release();
        }
    }

    /** In the order they came: many small batches at once take turns, and only a crowd is sent away. */
    private boolean takePlace() {
        if (places.getQueueLength() >= limits.waitingBatchesMax()) {
            return false;
        }
        try {
            return places.tryAcquire(limits.turnWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the rest of a refused body, so that a client which reads the answer only after it has sent everything gets it. */
    private static void readToEnd(InputStream body, Problem refused) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException connectionLost) {
            refused.addSuppressed(connectionLost);
        }
    }

    private BatchResult record(Connection connection, Ledger ledger, InputStream body, Format format, String sentBy)
            throws SQLException {
        RejectedLines rejected = new RejectedLines(limits.rejectedLinesMax());
        DocumentParser parser = new DocumentParser(ledger.baseCurrency(), limits.allocationsMax());
        LineReader lines =
                format == Format.ARRAY ? new ArrayReader(body, parser, limits) : new NdjsonReader(body, parser, limits);
        SeenIds ids;
        BatchSql sql;
        try (StagingTable staging = StagingTable.open(connection)) {
            lines.readAll((line, parsed) -> {
                if (parsed instanceof ParsedLine.Valid valid) {
                    staging.add(line, valid.document());
                } else if (parsed instanceof ParsedLine.Invalid invalid) {
                    rejected.add(line, invalid.documentId(), invalid.code(), invalid.message());
                }
            });
            staging.end();
            ids = staging.ids();
            sql = new BatchSql(connection, staging.size());
        } catch (IOException connectionLost) {
            throw ProblemType.TRUNCATED_BODY.problem("The connection ended before the body did (" + connectionLost
                    + "). Nothing was stored; send the batch again.");
        }
        return new MergeBatch(sql, ledger, clock, rejected).run(sentBy, limits.mergeMemoryMb(), ids);
    }
}
