package dev.assay.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Proves that the record of an entered ledger is as it was written (V085__audit_chain.sql). */
public final class AuditChain {

    /**
     * What a look through a chain found.
     *
     * @param links how many there are
     * @param head hash of the last one, in hexadecimal: whoever keeps it elsewhere can prove that nothing was cut off behind it
     * @param broken the first link that isn't as it was written; null if all are
     */
    public record Verification(
            boolean intact,
            long links,
            String head,
            @Nullable Broken broken) {}

    /**
     * A link that isn't as it was written.
     *
     * @param firstEntry id of the first of its entries that are still there; null if none is
     */
    public record Broken(
            long link,
            String message,
            @Nullable Long firstEntry,
            @Nullable Long lastEntry) {}

    private AuditChain() {}

    /** Reads all of the ledger's record, whatever the caller sees of it. */
    public static Verification verify(Connection connection, int ledgerId) throws SQLException {
        // One pass over the record in the order of its links; 32 bytes an entry of a link are held at once.
        try (PreparedStatement query = connection.prepareStatement("""
                with entries as (
                  select link, count(*) as found, min(id) as first_id, max(id) as last_id,
                         string_agg(audit_digest(a), ''::bytea order by id) as digests
                    from audit a
                   where ledger_id = ?
                   group by link
                ), chain as (
                  select coalesce(l.link, e.link) as link, l.entries, e.found, e.first_id, e.last_id,
                         l.link is not null
                           and l.hash = sha256(lag(l.hash, 1, ''::bytea) over (order by l.link) || coalesce(e.digests, '')) as fits,
                         l.link - lag(l.link, 1, 0) over (order by l.link) = 1 as follows
                    from (select * from audit_link where ledger_id = ?) l
                    full join entries e on e.link = l.link
                )
                select link, entries, found, first_id, last_id, follows
                  from chain
                 where fits is not true or follows is not true
                 order by link
                 limit 1
                """)) {
            ignoreScope(connection);
            query.setInt(1, ledgerId);
            query.setInt(2, ledgerId);
            Head head = head(connection, ledgerId);
            try (ResultSet row = query.executeQuery()) {
                Broken broken = row.next() ? broken(row) : head.cutOff();
                return new Verification(
                        broken == null, head.links(), HexFormat.of().formatHex(head.hash()), broken);
            }
        }
    }

    private static void ignoreScope(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config('assay.scope', '', true)")) {
            statement.execute();
        }
    }

    private record Head(long links, long last, byte[] hash, boolean fits) {

        @Nullable
        Broken cutOff() {
            return fits
                    ? null
                    : new Broken(
                            links + 1,
                            "is missing, with all behind it: the chain's head is at link " + last
                                    + ", the last one there is " + links,
                            null,
                            null);
        }
    }

    private static Head head(Connection connection, int ledgerId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select coalesce(l.link, 0), coalesce(h.link, 0), coalesce(h.hash, ''), coalesce(l.hash, '') = coalesce(h.hash, '')
                  from (select 1) one
                  left join lateral (select link, hash from audit_link where ledger_id = ? order by link desc limit 1) l on true
                  left join audit_head h on h.ledger_id = ?
                """)) {
            query.setInt(1, ledgerId);
            query.setInt(2, ledgerId);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Head(row.getLong(1), row.getLong(2), row.getBytes(3), row.getBoolean(4));
            }
        }
    }

    private static Broken broken(ResultSet row) throws SQLException {
        int entries = row.getInt("entries");
        boolean known = !row.wasNull();
        int found = row.getInt("found");
        String message;
        if (!known) {
            message = found + " entries name a link that was never written";
        } else if (!row.getBoolean("follows")) {
            message = "the link before it is missing";
        } else if (found != entries) {
            message = "holds " + found + " entries and was written with " + entries;
        } else {
            message = "an entry or the link itself was altered";
        }
        return new Broken(
                row.getLong("link"), message, (Long) row.getObject("first_id"), (Long) row.getObject("last_id"));
    }
}
