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

    private static final int FETCH = 1_000;

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

    /**
     * A recorded change.
     *
     * @param remote address it was asked for from; null if no request asked for it, as the other two
     * @param reason the caller's word for it; null if he gave none
     */
    public record Entry(
            long id,
            long link,
            Instant recordedAt,
            String changedBy,
            @Nullable String remote,
            @Nullable String requestId,
            @Nullable String reason,
            Change change) {}

    /**
     * What is looked for; null asks for nothing.
     *
     * @param from recorded then or later
     * @param to recorded earlier
     */
    public record Search(
            @Nullable String entity,
            @Nullable String key,
            @Nullable String changedBy,
            @Nullable String requestId,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** Takes entries one by one. */
    public interface Consumer {
        void accept(Entry entry) throws SQLException;
    }

    /**
     * The changes of the entered ledger, latest first.
     *
     * @param beforeId only entries with a smaller id
     */
    public static List<Entry> latest(Connection connection, int ledgerId, Search search, long beforeId, int limit)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        forEach(connection, ledgerId, search, beforeId, limit, entries::add);
        return entries;
    }

    /** As {@link #latest}, one by one, as they are read. */
    public static void forEach(
            Connection connection, int ledgerId, Search search, long beforeId, int limit, Consumer action)
            throws SQLException {
        // audit_of_one with entity and key, audit_latest without: backwards, until there are enough.
        StringBuilder conditions = new StringBuilder();
        List<Object> values = new ArrayList<>();
        with(conditions, values, "entity = ?", search.entity());
        with(conditions, values, "key = ?", search.key());
        with(conditions, values, "changed_by = ?", search.changedBy());
        with(conditions, values, "request_id = ?", search.requestId());
        with(conditions, values, "recorded_at >= ?", utc(search.from()));
        with(conditions, values, "recorded_at < ?", utc(search.to()));
        try (PreparedStatement select = connection.prepareStatement("""
                select id, link, recorded_at, changed_by, remote, request_id, reason, entity, key, before, after
                  from audit
                 where ledger_id = ? and id < ?%s
                 order by id desc
                 limit ?
                """.formatted(conditions))) {
            int i = 1;
            select.setInt(i++, ledgerId);
            select.setLong(i++, beforeId);
            for (Object value : values) {
                select.setObject(i++, value);
            }
            select.setInt(i, limit);
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    action.accept(entry(rows));
                }
            }
        }
    }

    private static void with(StringBuilder conditions, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.append(" and ").append(condition);
            values.add(value);
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getLong("link"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"),
                row.getString("remote"),
                row.getString("request_id"),
                row.getString("reason"),
                new Change(
                        row.getString("entity"),
                        row.getString("key"),
                        row.getString("before"),
                        row.getString("after")));
    }
}
