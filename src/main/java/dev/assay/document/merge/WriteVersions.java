package dev.assay.document.merge;

import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Writes what the batch decided: keys, superseded and new versions, allocations, and the caches of what they touch. */
final class WriteVersions {

    private static final String KEYS = """
            insert into document_key (ledger_id, document_id, key, customer_id, kind, content_hash)
            overriding system value
            select ?, document_id, key, customer_id, kind, content_hash
              from intake_document
             where outcome = 'NEW'
            """;

    /** Targets that are still to come. */
    private static final String ANNOUNCED_KEYS = """
            insert into document_key (ledger_id, document_id, key, customer_id, kind, content_hash)
            overriding system value
            select distinct on (target_key) ?::int, target_id, target_key, customer_id, wanted_kind, null::bytea
              from intake_claim
             where announces
             order by target_key, line
            """;

    private static final String CHANGED_KEYS = """
            update document_key k
               set content_hash = d.content_hash, customer_id = d.customer_id, kind = d.kind
              from intake_document d
             where d.outcome in ('ARRIVED', 'CORRECTED')
               and k.key = d.key
            """;

    private static final String SUPERSEDE_DOCUMENTS = """
            update document v
               set superseded_at = ?
              from (select d.customer_id, d.key, version.recorded_at
                      from intake_document d
                     cross join lateral (select recorded_at from document
                                          where customer_id = d.customer_id
                                            and key = d.key
                                            and superseded_at = 'infinity'
                                         offset 0) as version
                     where d.outcome = 'CORRECTED') as c
             where v.customer_id = c.customer_id
               and v.key = c.key
               and v.recorded_at = c.recorded_at
            """;

    private static final String SUPERSEDE_ALLOCATIONS = """
            update allocation a
               set superseded_at = ?
              from (select distinct customer_id, source_key, target_key, version_at from intake_released) as r
             where a.customer_id = r.customer_id
               and a.source_key = r.source_key
               and a.target_key = r.target_key
               and a.recorded_at = r.version_at
            """;

    /** By customer, so that what one customer's metrics read lies together. */
    private static final String ALLOCATIONS = """
            insert into allocation (customer_id, target_key, source_key, recorded_at, superseded_at,
                                    amount, base_amount, alloc_date, ledger_id, currency)
            select customer_id, target_key, source_key, ?, 'infinity', amount, base_amount, alloc_date, ?, currency
              from intake_claim
             where amount > 0
             order by customer_id, target_key
            """;

    /** Rows stay on their page: none of the changed columns is indexed. */
    private static final String CACHES = """
            update document v
               set settled = c.settled, paid_on = c.paid_on, alloc_from = least(v.alloc_from, c.alloc_from),
                   alloc_to = greatest(v.alloc_to, c.alloc_to), settled_at = ?
              from intake_cache c
             where c.version_at is not null
               and v.customer_id = c.customer_id
               and v.key = c.key
               and v.recorded_at = c.version_at
            """;

    /** By customer as well. A document nothing was ever applied to has the cache its own content gives it. */
    private static final String DOCUMENTS = """
            insert into document (customer_id, key, recorded_at, superseded_at, settled_at, amount, settled,
                                  doc_date, due_date, paid_on, alloc_from, alloc_to, delivery_date, settled_on,
                                  ledger_id, kind, disputed, prepaid, currency, currency_amount, order_key, batch_id, minor_rate)
            select d.customer_id, d.key, ?, 'infinity',
                   case when c.alloc_from < 'infinity' and d.kind in (1, 2) then ? else '-infinity' end,
                   d.amount,
                   case when c.key is not null then c.settled
                        when d.settled_on < 'infinity' then d.amount
                        else d.settled end,
                   d.doc_date, d.due_date,
                   case when c.key is not null then c.paid_on else d.settled_on end,
                   case when c.key is not null then c.alloc_from else least(d.alloc_from, d.settled_on) end,
                   case when c.key is not null then c.alloc_to
                        else greatest(d.alloc_to, nullif(d.settled_on, 'infinity')) end,
                   d.delivery_date, d.settled_on,
                   ?, d.kind, d.disputed, d.prepaid, d.currency, d.currency_amount, coalesce(o.target_key, 0), ?, d.minor_rate
              from intake_document d
              left join intake_cache c on c.key = d.key and c.version_at is null
              left join (select line, target_key from intake_claim where wanted_kind = 1) as o on o.line = d.line
             where d.outcome in ('NEW', 'ARRIVED', 'CORRECTED')
             order by d.customer_id, d.key
            """;

    private final BatchSql sql;
    private final int ledgerId;
    private final long batchId;
    private final OffsetDateTime recordedAt;

    WriteVersions(BatchSql sql, int ledgerId, long batchId, OffsetDateTime recordedAt) {
        this.sql = sql;
        this.ledgerId = ledgerId;
        this.batchId = batchId;
        this.recordedAt = recordedAt;
    }

    /**
     * Writes what there is to write.
     *
     * @param claims whether the batch claims anything
     * @param settles whether it touches any cache
     */
    void run(Outcomes outcomes, boolean claims, boolean settles) throws SQLException {
        if (outcomes.any(Outcomes.NEW)) {
            sql.run(KEYS, ledgerId);
        }
        if (claims) {
            sql.run(ANNOUNCED_KEYS, ledgerId);
        }
        if (settles) {
            sql.probe(true);
            if (outcomes.any(Outcomes.ARRIVED, Outcomes.CORRECTED)) {
                sql.run(CHANGED_KEYS);
            }
            if (outcomes.any(Outcomes.CORRECTED)) {
                sql.run(SUPERSEDE_DOCUMENTS, recordedAt);
                sql.run(SUPERSEDE_ALLOCATIONS, recordedAt);
            }
            sql.run(CACHES, recordedAt);
            sql.probe(false);
        }
        if (claims) {
            sql.run(ALLOCATIONS, recordedAt, ledgerId);
        }
        sql.run(DOCUMENTS, recordedAt, recordedAt, ledgerId, batchId);
    }
}
