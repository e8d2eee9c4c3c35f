package dev.assay.document.merge;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives every staged line its customer and its key, and decides what becomes of it as far as its own id can tell. */
final class ResolveLines {

    /**
     * One index probe by customer code and one by document id for each line. The lateral lookups can't be turned into joins over
     * the whole ledger, which a planner without fresh statistics would think cheap.
     */
    private static final String RESOLVE = """
            insert into intake_document
            select i.line, c.id, coalesce(k.key, nextval('document_key_key_seq')),
                   i.amount, i.currency_amount, i.settled, coalesce(i.minor_rate::numeric, 1),
                   i.doc_date, i.due_date, i.delivery_date, i.settled_on, i.alloc_from, i.alloc_to,
                   i.kind, k.kind, k.customer_id, i.disputed, i.prepaid, i.content_hash,
                   i.document_id, i.customer_code, i.currency, i.order_id,
                   i.target_id, i.target_amount, i.target_base, i.target_date,
                   case when c.id is null then 'UNKNOWN_CUSTOMER'
                        when k.key is null then 'NEW'
                        when k.content_hash = i.content_hash then 'UNCHANGED'
                        when k.content_hash is null and k.kind = i.kind and k.customer_id = c.id then 'ARRIVED'
                        when k.content_hash is null then 'ANNOUNCED_DIFFERENTLY'
                        when k.kind <> i.kind then 'KIND_CHANGED'
                        when k.customer_id <> c.id then 'CUSTOMER_CHANGED'
                        else 'CORRECTED' end
              from intake i
              left join lateral (select id from customer
                                  where ledger_id = ? and code = i.customer_code
                                 offset 0) as c on true
              left join lateral (select key, kind, customer_id, content_hash from document_key
                                  where ledger_id = ? and document_id = i.document_id
                                 offset 0) as k on true
            """;

    /** An announcement that no current allocation stands behind any more binds nobody. */
    private static final String FORGET_STALE_ANNOUNCEMENTS = """
            update intake_document d
               set outcome = 'ARRIVED'
             where d.outcome = 'ANNOUNCED_DIFFERENTLY'
               and not exists (select from allocation a
                                where a.customer_id = d.key_customer_id
                                  and a.target_key = d.key
                                  and a.superseded_at = 'infinity')
            """;

    /** One scan against a hashed list of what {@link SeenIds} suspects; of all ids only if these are too many to list. */
    private static final String TWICE = """
                select document_id, min(line) as first_line
                  from intake
                 where document_id = any (?) or ?
                 group by document_id
                having count(*) > 1
            """;

    private static final String DUPLICATES = "with twice as (" + TWICE + """
            )
            update intake_document d
               set outcome = case when f.content_hash <> d.content_hash then 'DUPLICATE_ID'
                                  when f.outcome in ('NEW', 'ARRIVED', 'CORRECTED') then 'UNCHANGED'
                                  else f.outcome end,
                   first_line = t.first_line
              from twice t
              join intake_document f on f.line = t.first_line
             where d.document_id = t.document_id
               and d.line > t.first_line
            """;

    /** An identical second line shares the fate of the first, which may have been rejected since. */
    private static final String FOLLOW_FIRST = """
            update intake_document d
               set outcome = f.outcome, about = f.about
              from intake_document f
             where f.line = d.first_line
               and d.outcome = 'UNCHANGED'
               and f.outcome not in ('NEW', 'ARRIVED', 'CORRECTED', 'UNCHANGED')
            """;

    private ResolveLines() {}

    /** @param ids the ids of the batch's lines */
    static Outcomes run(BatchSql sql, int ledgerId, SeenIds ids) throws SQLException {
        sql.run(RESOLVE, ledgerId, ledgerId);
        sql.analyze("intake_document (line, customer_id, key, document_id, outcome, kind)");
        Outcomes outcomes = Outcomes.count(sql);
        if (outcomes.of("ANNOUNCED_DIFFERENTLY") > 0 && sql.run(FORGET_STALE_ANNOUNCEMENTS) > 0) {
            outcomes = Outcomes.count(sql);
        }
        return markDuplicates(sql, ids.suspects()) ? Outcomes.count(sql) : outcomes;
    }

    private static boolean markDuplicates(BatchSql sql, @Nullable List<String> suspects) throws SQLException {
        String[] listed = suspects == null ? new String[0] : suspects.toArray(new String[0]);
        boolean all = suspects == null;
        if (listed.length == 0 && !all) {
            return false;
        }
        return sql.exists(TWICE, listed, all) && sql.run(DUPLICATES, listed, all) > 0;
    }

    /** To be run once all rejections are known. */
    static void followFirstLines(BatchSql sql) throws SQLException {
        sql.run(FOLLOW_FIRST);
    }
}
