package dev.assay.document.merge;

import java.sql.SQLException;

/** Gives every allocation and call-off of the batch the key of its target, announcing targets nobody knows yet. */
final class ResolveClaims {

    /**
     * The batch's own documents first, by one hash join; only what is not among them is looked up in the ledger, by index.
     * An identical second line and a rejected one are no targets.
     */
    private static final String RESOLVE = """
            with wanted as (
                select d.line, d.customer_id, d.key as source_key, w.amount, w.base_amount, w.alloc_date,
                       2::smallint as wanted_kind, d.currency, w.target_id collate "C" as target_id
                  from intake_document d
                 cross join unnest(d.target_id, d.target_amount, d.target_base, d.target_date)
                         as w (target_id, amount, base_amount, alloc_date)
                 where d.outcome in ('NEW', 'ARRIVED', 'CORRECTED')
                   and d.target_id is not null
                 union all
                select d.line, d.customer_id, d.key, d.currency_amount, d.amount, d.doc_date, 1::smallint, d.currency, d.order_id
                  from intake_document d
                 where d.outcome in ('NEW', 'ARRIVED', 'CORRECTED')
                   and d.order_id is not null
            ), in_batch as materialized (
                select w.*, t.key as target_key, t.kind as target_kind, t.customer_id as target_customer,
                       false as announces
                  from wanted w
                  left join intake_document t on t.document_id = w.target_id
                                             and (t.outcome in ('NEW', 'ARRIVED', 'CORRECTED')
                                                  or t.outcome = 'UNCHANGED' and t.first_line is null)
            )
            insert into intake_claim
            select line, customer_id, source_key, target_key, amount, base_amount, alloc_date,
                   wanted_kind, target_kind, target_customer, announces, currency, target_id
              from in_batch
             where target_key is not null
             union all
            select w.line, w.customer_id, w.source_key, k.key, w.amount, w.base_amount, w.alloc_date,
                   w.wanted_kind, k.kind, k.customer_id, k.key is null, w.currency, w.target_id
              from in_batch w
              left join lateral (select key, kind, customer_id from document_key
                                  where ledger_id = ? and document_id = w.target_id
                                 offset 0) as k on true
             where w.target_key is null
            """;

    /** The first line that names an unknown target says whose it is and of which kind. */
    private static final String ANNOUNCE = """
            with unknown as materialized (
                select target_id, customer_id, wanted_kind, nextval('document_key_key_seq') as key
                  from (select distinct on (target_id) target_id, customer_id, wanted_kind
                          from intake_claim
                         where target_key is null
                         order by target_id, line) as first_named
            )
            update intake_claim c
               set target_key = u.key, target_kind = u.wanted_kind, target_customer = u.customer_id
              from unknown u
             where c.target_key is null
               and c.target_id = u.target_id
            """;

    /** An announced target that no current allocation stands behind any more belongs to whoever names it next. */
    private static final String FORGET_STALE_ANNOUNCEMENTS = """
            with named as (
                select distinct on (c.target_key) c.target_key, c.customer_id, c.wanted_kind
                  from intake_claim c
                  join document_key k on k.key = c.target_key and k.content_hash is null
                 where (c.target_kind <> c.wanted_kind or c.target_customer <> c.customer_id)
                   and not exists (select from allocation a
                                    where a.customer_id = c.target_customer
                                      and a.target_key = c.target_key
                                      and a.superseded_at = 'infinity')
                   and not exists (select from intake_document d
                                    where d.key = c.target_key and d.outcome in ('NEW', 'ARRIVED', 'CORRECTED'))
                 order by c.target_key, c.line
            ), rehomed as (
                update document_key k
                   set customer_id = n.customer_id, kind = n.wanted_kind
                  from named n
                 where k.key = n.target_key
            )
            update intake_claim c
               set target_kind = n.wanted_kind, target_customer = n.customer_id
              from named n
             where c.target_key = n.target_key
            """;

    private static final String MISFITS = """
            update intake_document d
               set outcome = case when m.target_customer <> d.customer_id then 'TARGET_OF_OTHER_CUSTOMER'
                                  when m.wanted_kind = 2 then 'TARGET_NOT_INVOICE'
                                  else 'ORDER_NOT_ORDER' end,
                   about = m.target_id
              from (select distinct on (line) line, target_id, wanted_kind, target_customer
                      from intake_claim
                     where target_kind <> wanted_kind
                        or target_customer <> customer_id
                     order by line, target_id) as m
             where d.line = m.line
            """;

    /** A new line that is rejected leaves its claimants with a target that is still to come. */
    private static final String ANNOUNCE_REJECTED = """
            update intake_claim c
               set announces = true
              from intake_document d
             where d.key = c.target_key
               and d.key_kind is null
               and d.outcome not in ('NEW', 'ARRIVED', 'CORRECTED', 'UNCHANGED')
            """;

    /** What the corrected lines allocate until now; found by the index on the source. */
    private static final String RELEASED = """
            insert into intake_released
            select d.line, a.customer_id, a.source_key, a.target_key, a.recorded_at
              from intake_document d
             cross join lateral (select * from allocation
                                  where customer_id = d.customer_id
                                    and source_key = d.key
                                    and superseded_at = 'infinity'
                                 offset 0) as a
             where d.outcome = 'CORRECTED'
               and d.kind <> 1
            """;

    private static final String MISFIT_EXISTS = "target_kind <> wanted_kind or target_customer <> customer_id";

    private ResolveClaims() {}

    /**
     * What came of it.
     *
     * @param any whether the batch claims anything
     * @param rejected whether lines were rejected
     */
    record Claims(boolean any, boolean rejected) {}

    static Claims run(BatchSql sql, int ledgerId, boolean anyCorrected) throws SQLException {
        boolean any = sql.run(RESOLVE, ledgerId) > 0;
        if (anyCorrected) {
            sql.run(RELEASED);
        }
        if (!any) {
            return new Claims(false, false);
        }
        sql.run(ANNOUNCE);
        boolean misfits = sql.exists("select from intake_claim where " + MISFIT_EXISTS);
        if (misfits) {
            sql.run(FORGET_STALE_ANNOUNCEMENTS);
            misfits = sql.run(MISFITS) > 0;
            sql.run(ANNOUNCE_REJECTED);
            dropRejected(sql);
        }
        sql.analyze("intake_claim (line, customer_id, target_key)");
        return new Claims(true, misfits);
    }

    /** Takes back what rejected lines claimed and released. */
    static void dropRejected(BatchSql sql) throws SQLException {
        for (String table : new String[] {"intake_claim", "intake_released"}) {
            sql.run(
                    "delete from " + table
                            + " c using intake_document d where d.line = c.line and d.outcome not in ('NEW', 'ARRIVED', 'CORRECTED', 'UNCHANGED')");
        }
    }
}
