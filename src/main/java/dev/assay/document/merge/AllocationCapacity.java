package dev.assay.document.merge;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rejects the lines whose allocations no longer fit their invoices, in line order: a line fits wholly or takes nothing.
 *
 * <p>Works only on invoices that {@link SettleTargets} found overfull, so a batch without a mistake never comes here.
 */
final class AllocationCapacity {

    /** What the ledger already applies to an overfull invoice, without what this batch's corrections give back. */
    private static final String OVERFULL = """
            select t.key, t.amount, t.minor_rate,
                   case when t.settled_on < 'infinity' then t.amount else 0 end as shorthand,
                   coalesce(sum(a.amount) filter (where a.currency = t.currency), 0) as own,
                   coalesce(sum(a.base_amount) filter (where a.currency <> t.currency), 0) as other
              from intake_cache c
              join intake_target t on t.key = c.key
              left join allocation a on a.customer_id = t.customer_id
                                    and a.target_key = t.key
                                    and a.superseded_at = 'infinity'
                                    and not exists (select from intake_released r
                                                     where r.source_key = a.source_key and r.target_key = a.target_key)
             where c.overfull
             group by t.key, t.amount, t.minor_rate, t.settled_on
            """;

    private static final String CLAIMS = """
            select c.line, c.target_key, c.target_id,
                   coalesce(sum(c.amount) filter (where c.currency = t.currency), 0) as own,
                   coalesce(sum(c.base_amount) filter (where c.currency <> t.currency), 0) as other
              from intake_cache f
              join intake_target t on t.key = f.key
              join intake_claim c on c.target_key = f.key
             where f.overfull
             group by c.line, c.target_key, c.target_id
             order by c.line, c.target_id
            """;

    private static final String REJECT = """
            update intake_document d
               set outcome = 'OVER_ALLOCATED', about = r.about
              from unnest(?::bigint[], ?::text[]) as r (line, about)
             where d.line = r.line
            """;

    /** An invoice that is asked for more than it has. */
    private static final class Room {
        private final BigDecimal amount;
        private final BigDecimal minorRate;
        private BigDecimal own;
        private BigDecimal other;

        Room(BigDecimal amount, BigDecimal minorRate, BigDecimal own, BigDecimal other) {
            this.amount = amount;
            this.minorRate = minorRate;
            this.own = own;
            this.other = other;
        }

        boolean fits(Claim claim) {
            return own.add(claim.own)
                            .multiply(minorRate)
                            .setScale(0, RoundingMode.HALF_UP)
                            .add(other)
                            .add(claim.other)
                            .compareTo(amount)
                    <= 0;
        }

        void take(Claim claim) {
            own = own.add(claim.own);
            other = other.add(claim.other);
        }
    }

    /** What one line wants of one overfull invoice. */
    private record Claim(Room room, String targetId, BigDecimal own, BigDecimal other) {}

    private final Map<Long, Room> rooms = new HashMap<>();
    private final List<Long> rejectedLines = new ArrayList<>();
    private final List<String> rejectedFor = new ArrayList<>();
    private final List<Claim> claimsOfLine = new ArrayList<>();
    private long line = -1;

    private final int rejectedMax;

    private AllocationCapacity(int rejectedMax) {
        this.rejectedMax = rejectedMax;
    }

    /**
     * Marks the lines that don't fit; false if there were none.
     *
     * @param rejectedMax how many lines it marks at most, one more than would refuse the batch anyway
     */
    static boolean rejectWhatDoesNotFit(BatchSql sql, int rejectedMax) throws SQLException {
        if (!sql.exists("select from intake_cache where overfull")) {
            return false;
        }
        AllocationCapacity capacity = new AllocationCapacity(rejectedMax);
        capacity.walk(sql);
        sql.run(REJECT, capacity.rejectedLines.toArray(new Long[0]), capacity.rejectedFor.toArray(new String[0]));
        return true;
    }

    private void walk(BatchSql sql) throws SQLException {
        sql.each(
                OVERFULL,
                row -> rooms.put(
                        row.getLong("key"),
                        new Room(
                                row.getBigDecimal("amount"),
                                row.getBigDecimal("minor_rate"),
                                row.getBigDecimal("own"),
                                row.getBigDecimal("other").add(row.getBigDecimal("shorthand")))));
        sql.each(CLAIMS, row -> {
            if (row.getLong("line") != line) {
                decide();
                line = row.getLong("line");
            }
            Room room = rooms.get(row.getLong("target_key"));
            if (room != null) {
                claimsOfLine.add(new Claim(
                        room, row.getString("target_id"), row.getBigDecimal("own"), row.getBigDecimal("other")));
            }
        });
        decide();
    }

    private void decide() {
        for (Claim claim : claimsOfLine) {
            if (!claim.room.fits(claim)) {
                if (rejectedLines.size() < rejectedMax) {
                    rejectedLines.add(line);
                    rejectedFor.add(claim.targetId);
                }
                claimsOfLine.clear();
                return;
            }
        }
        claimsOfLine.forEach(claim -> claim.room.take(claim));
        claimsOfLine.clear();
    }
}
