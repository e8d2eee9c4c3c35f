package dev.assay.document.intake;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The merge of one staged batch into its ledger, by a fixed number of set-based statements inside the caller's transaction.
 *
 * <p>Batches of one ledger merge one after the other: each holds the ledger's clock from here to its commit.
 */
final class MergeBatch {
    private static final String LOCK_CLOCK = "select recorded_at from ledger_clock where ledger_id = ? for update";
    private static final String SET_CLOCK = "update ledger_clock set recorded_at = ? where ledger_id = ?";
    private static final String COUNT = "select outcome, count(*) from intake_document group by outcome";
    private static final String RECORD_BATCH = """
            insert into document_batch (ledger_id, recorded_at, accepted, unchanged, corrected, rejected, sent_by)
            values (?, ?, ?, ?, ?, ?, ?)
            returning id
            """;

    private final BatchSql sql;
    private final int ledgerId;
    private final Clock clock;
    private final RejectedLines rejected;

    MergeBatch(BatchSql sql, int ledgerId, Clock clock, RejectedLines rejected) {
        this.sql = sql;
        this.ledgerId = ledgerId;
        this.clock = clock;
        this.rejected = rejected;
    }

    BatchResult run(String sentBy, int memoryMb) throws SQLException {
        MergeTables.create(sql, memoryMb);
        OffsetDateTime recordedAt = tick();
        ResolveLines.run(sql, ledgerId);
        ResolveClaims.run(sql, ledgerId);
        SettleTargets.run(sql);
        while (AllocationCapacity.rejectWhatDoesNotFit(sql, rejected.max() + 1)) {
            ResolveClaims.dropRejected(sql);
            SettleTargets.run(sql);
        }
        ResolveLines.followFirstLines(sql);
        RejectionReport.addTo(rejected, sql);
        BatchResult result = count();
        WriteVersions.run(sql, ledgerId, record(result, recordedAt, sentBy), recordedAt);
        return result;
    }

    /** The batch's instant: later than every one before it in this ledger, whatever the machine's clock says. */
    private OffsetDateTime tick() throws SQLException {
        OffsetDateTime[] last = new OffsetDateTime[1];
        sql.each(LOCK_CLOCK, row -> last[0] = row.getObject(1, OffsetDateTime.class), ledgerId);
        Instant earliest = last[0].toInstant().plus(1, ChronoUnit.MICROS);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        OffsetDateTime recordedAt = (now.isAfter(earliest) ? now : earliest).atOffset(ZoneOffset.UTC);
        sql.run(SET_CLOCK, recordedAt, ledgerId);
        return recordedAt;
    }

    private BatchResult count() throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        sql.each(COUNT, row -> counts.put(row.getString(1), row.getLong(2)));
        return new BatchResult(
                counts.getOrDefault("NEW", 0L) + counts.getOrDefault("ARRIVED", 0L),
                counts.getOrDefault("UNCHANGED", 0L),
                counts.getOrDefault("CORRECTED", 0L),
                rejected.size(),
                rejected.inOrder());
    }

    private long record(BatchResult result, OffsetDateTime recordedAt, String sentBy) throws SQLException {
        long[] id = new long[1];
        sql.each(
                RECORD_BATCH,
                row -> id[0] = row.getLong(1),
                ledgerId,
                recordedAt,
                result.accepted(),
                result.unchanged(),
                result.corrected(),
                result.rejected(),
                sentBy);
        return id[0];
    }
}
