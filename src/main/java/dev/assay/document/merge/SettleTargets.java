package dev.assay.document.merge;

import java.sql.SQLException;

/**
 * Computes the cache of every invoice and order that the batch touches: what is applied to it, from which date on it is covered,
 * and between which dates its open amount is still a question of its allocations.
 *
 * <p>A target that nothing was applied to before is computed from the batch alone; only the others read their allocations.
 */
final class SettleTargets {

    /** Targets that are in the batch themselves take the batch's amounts. A first-time target without claims needs no row. */
    private static final String TARGETS_IN_BATCH = """
            insert into intake_target
            select d.customer_id, d.key, null, d.amount, d.minor_rate, d.settled_on, d.kind, d.outcome <> 'NEW', d.currency
              from intake_document d
             where d.kind in (1, 2)
               and (d.outcome in ('ARRIVED', 'CORRECTED')
                    or d.outcome = 'NEW'
                       and d.key in (select target_key from intake_claim where amount > 0))
            """;

    /** All others are read by primary key, one probe each. */
    private static final String TARGETS_IN_LEDGER = """
            insert into intake_target
            select d.customer_id, d.key, d.recorded_at, d.amount, d.minor_rate, d.settled_on, d.kind,
                   d.alloc_from < 'infinity', d.currency
              from (select customer_id, target_key from intake_claim where amount > 0
                     union
                    select customer_id, target_key from intake_released) as touched
             cross join lateral (select * from document
                                  where customer_id = touched.customer_id
                                    and key = touched.target_key
                                    and superseded_at = 'infinity'
                                 offset 0) as d
             where not exists (select from intake_target t where t.key = touched.target_key)
            """;

    /**
     * Everything applied to a target: what the batch brings, and for targets with a past what was there, superseded rows
     * included, because alloc_from and alloc_to range over all versions ever. own is in the target's currency, other in base.
     */
    private static final String MOVEMENTS = """
            movement as (
                select t.key, c.alloc_date, true as stands, c.line,
                       case when c.currency = t.currency then c.amount else 0 end as own,
                       case when c.currency = t.currency then 0 else c.base_amount end as other
                  from intake_claim c
                  join intake_target t on t.key = c.target_key
                 where c.amount > 0
                 union all
                select t.key, a.alloc_date,
                       a.superseded_at = 'infinity'
                           and (a.source_key, a.target_key) not in (select source_key, target_key from intake_released),
                       null,
                       case when a.currency = t.currency then a.amount else 0 end,
                       case when a.currency = t.currency then 0 else a.base_amount end
                  from intake_target t
                 cross join lateral (select * from allocation
                                      where customer_id = t.customer_id
                                        and target_key = t.key
                                     offset 0) as a
                 where t.prior
            )
            """;

    /**
     * One hash aggregate by target. paid_on stays null where several dates share the work: these few are walked date by date
     * afterwards.
     */
    private static final String CACHE = "with " + MOVEMENTS + """
            , summed as (
                select key,
                       coalesce(sum(own) filter (where stands), 0) as own,
                       coalesce(sum(other) filter (where stands), 0) as other,
                       min(alloc_date) as alloc_from,
                       max(alloc_date) as alloc_to,
                       min(alloc_date) filter (where stands) as stands_from,
                       max(alloc_date) filter (where stands) as stands_to,
                       bool_or(line is not null) as claimed
                  from movement
                 group by key
            ), applied as (
                select t.*, s.stands_from, s.stands_to, s.claimed,
                       least(s.alloc_from, t.settled_on) as alloc_from,
                       greatest(s.alloc_to, nullif(t.settled_on, 'infinity'), '-infinity') as alloc_to,
                       case when s.key is null then 0
                            when t.minor_rate = 1 then s.own + s.other
                            else round(s.own * t.minor_rate) + s.other end as settled
                  from intake_target t
                  left join summed s on s.key = t.key
            )
            insert into intake_cache
            select customer_id, key, version_at,
                   least(settled + case when settled_on < 'infinity' then amount else 0 end, 9223372036854775807),
                   case when amount = 0 then 'infinity'
                        when settled < amount then settled_on
                        when stands_from = stands_to then least(stands_from, settled_on) end,
                   alloc_from, alloc_to,
                   coalesce(claimed, false) and kind = 2
                       and settled + case when settled_on < 'infinity' then amount else 0 end > amount
              from applied
            """;

    private static final String PAID_ON =
            "with walked as (select t.* from intake_target t join intake_cache c on c.key = t.key and c.paid_on is null), "
                    + MOVEMENTS.replace("intake_target", "walked")
                    + """
            , running as (
                select key, alloc_date,
                       sum(own) over up_to_date as own,
                       sum(other) over up_to_date as other
                  from movement
                 where stands
                window up_to_date as (partition by key order by alloc_date)
            ), paid as (
                select t.key, least(min(r.alloc_date), min(t.settled_on)) as paid_on
                  from running r
                  join walked t on t.key = r.key
                 where round(r.own * t.minor_rate) + r.other >= t.amount
                 group by t.key
            )
            update intake_cache c
               set paid_on = p.paid_on
              from paid p
             where p.key = c.key
            """;

    private SettleTargets() {}

    /** Computes the caches as if every claim were accepted; {@link AllocationCapacity} finds those that aren't. */
    static void run(BatchSql sql) throws SQLException {
        long targets = sql.run(TARGETS_IN_BATCH) + sql.run(TARGETS_IN_LEDGER);
        if (targets == 0) {
            return;
        }
        sql.analyze("intake_target");
        sql.run(CACHE);
        if (sql.exists("select from intake_cache where paid_on is null")) {
            sql.run(PAID_ON);
        }
        sql.analyze("intake_cache (key, version_at)");
    }

    /** As if {@link #run} hadn't been: some claims are gone. */
    static void runAgain(BatchSql sql) throws SQLException {
        sql.empty("intake_target", "intake_cache");
        run(sql);
    }
}
