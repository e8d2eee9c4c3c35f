package dev.assay.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of changes. It is written in the transaction of the change, which must have entered the ledger: then
 * there is no change without its record and no record without its change.
 */
public final class AuditLog {

    /** The ledger of what belongs to the installation and to no ledger. */
    public static final int INSTALLATION = 0;

    private AuditLog() {}

    /**
     * One change.
     *
     * @param key code or id of the thing within the ledger
     * @param before JSON, null if the thing is new
     * @param after JSON, null if the thing is gone
     */
    public record Change(
            String entity,
            String key,
            @Nullable String before,
            @Nullable String after) {}

    public static void record(Connection connection, int ledgerId, Instant at, String changedBy, Change change)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit (ledger_id, recorded_at, changed_by, entity, key, before, after)
                values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                """)) {
            insert.setInt(1, ledgerId);
            insert.setObject(2, at.atOffset(ZoneOffset.UTC));
            insert.setString(3, changedBy);
            insert.setString(4, change.entity());
            insert.setString(5, change.key());
            insert.setString(6, change.before());
            insert.setString(7, change.after());
            insert.executeUpdate();
        }
    }

    /** A recorded change. */
    public record Entry(long id, Instant recordedAt, String changedBy, Change change) {}

    /**
     * The changes of the entered ledger, latest first.
     *
     * @param entity null: of any kind
     * @param key null: of any key
     * @param beforeId only entries with a smaller id
     */
    public static List<Entry> latest(
            Connection connection,
            int ledgerId,
            @Nullable String entity,
            @Nullable String key,
            long beforeId,
            int limit)
            throws SQLException {
        // Either index ends the scan after `limit` entries: audit_of_one with entity and key, audit_latest without.
        String filter = (entity == null ? "" : " and entity = ?") + (key == null ? "" : " and key = ?");
        try (PreparedStatement select = connection.prepareStatement("""
                select id, recorded_at, changed_by, entity, key, before, after
                  from audit
                 where ledger_id = ? and id < ?%s
                 order by id desc
                 limit ?
                """.formatted(filter))) {
            int i = 1;
            select.setInt(i++, ledgerId);
            select.setLong(i++, beforeId);
            if (entity != null) {
                select.setString(i++, entity);
            }
            if (key != null) {
                select.setString(i++, key);
            }
            select.setInt(i, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"),
                new Change(
                        row.getString("entity"),
                        row.getString("key"),
                        row.getString("before"),
                        row.getString("after")));
    }
}
