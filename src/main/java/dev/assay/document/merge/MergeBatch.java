package dev.assay.document.merge;

import dev.assay.ledger.Ledger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * The merge of one staged batch into its ledger, by a fixed number of set-based statements inside the caller's transaction.
 *
 * <p>Batches of one ledger merge one after the other: each holds the ledger's clock from here to its commit.
 */
public final class MergeBatch {
    private static final String RECORD_BATCH = """
            insert into document_batch (ledger_id, recorded_at, accepted, unchanged, corrected, rejected, sent_by)
            values (?, ?, ?, ?, ?, ?, ?)
            returning id
            """;

    private final BatchSql sql;
    private final Ledger ledger;
    private final Clock clock;
    private final RejectedLines rejected;

    public MergeBatch(BatchSql sql, Ledger ledger, Clock clock, RejectedLines rejected) {
        this.sql = sql;
        this.ledger = ledger;
        this.clock = clock;
        this.rejected = rejected;
    }

    /** @param ids the ids of the batch's lines */
    public BatchResult run(String sentBy, int memoryMb, SeenIds ids) throws SQLException {
        MergeTables.create(sql, memoryMb);
        sql.analyze("intake (line, document_id, customer_code)");
        OffsetDateTime recordedAt = sql.advance(ledger, clock);
        Outcomes outcomes = ResolveLines.run(sql, ledger.id(), ids);
        ResolveClaims.Claims claims = ResolveClaims.run(sql, ledger.id(), outcomes.any(Outcomes.CORRECTED));
        boolean rejectedSince = claims.rejected();
        boolean settles = claims.any() || outcomes.any(Outcomes.ARRIVED, Outcomes.CORRECTED);
        if (settles) {
            SettleTargets.run(sql);
            while (AllocationCapacity.rejectWhatDoesNotFit(sql, rejected.max() + 1)) {
                rejectedSince = true;
                ResolveClaims.dropRejected(sql);
                SettleTargets.runAgain(sql);
            }
        }
        if (rejectedSince) {
            ResolveLines.followFirstLines(sql);
            outcomes = Outcomes.count(sql);
        }
        if (outcomes.anyRejected()) {
            RejectionReport.addTo(rejected, sql);
        }
        BatchResult result = result(outcomes);
        long batchId = record(result, recordedAt, sentBy);
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        if (outcomes.any(Outcomes.NEW, Outcomes.ARRIVED, Outcomes.CORRECTED)) {
            new WriteVersions(sql, ledger.id(), batchId, recordedAt).run(outcomes, claims.any(), settles);
            KeepOpenItems.run(sql, today, settles);
        }
        KeepOpenItems.dropSpent(sql, ledger.id(), today);
        return result;
    }

    private BatchResult result(Outcomes outcomes) {
        return new BatchResult(
                outcomes.of(Outcomes.NEW) + outcomes.of(Outcomes.ARRIVED),
                outcomes.of(Outcomes.UNCHANGED),
                outcomes.of(Outcomes.CORRECTED),
                rejected.size(),
                rejected.inOrder());
    }

    private long record(BatchResult result, OffsetDateTime recordedAt, String sentBy) throws SQLException {
        long[] id = new long[1];
        sql.each(
                RECORD_BATCH,
                row -> id[0] = row.getLong(1),
                ledger.id(),
                recordedAt,
                result.accepted(),
                result.unchanged(),
                result.corrected(),
                result.rejected(),
                sentBy);
        return id[0];
    }
}
