package dev.assay.document.merge;

import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Brings {@code open_item} up to what a batch changed, after it was written: the documents of its lines, and those that these were
 * applied to. V170 says what it holds.
 */
final class KeepOpenItems {

    private static final String TOUCHED = """
            (select customer_id, key from intake_document where outcome in ('ARRIVED', 'CORRECTED')
              union all
             select customer_id, key from intake_cache where version_at is not null) as touched
            """;

    private static final String DELETE = """
            delete from open_item o
             using %s
             where o.customer_id = touched.customer_id and o.key = touched.key
            """.formatted(TOUCHED);

    /** One probe each. A document whose allocations are dated after today is kept although nothing may be open in the end. */
    private static final String INSERT = """
            insert into open_item
            select now.*
              from (select customer_id, key from intake_document where outcome = 'NEW'
                     union
                    select customer_id, key from %s) as changed
             cross join lateral (select * from open_item_by_documents
                                  where customer_id = changed.customer_id and key = changed.key
                                 offset 0) as now
             where now.open <> 0 or now.alloc_to > ?
             order by now.customer_id, now.key
            """.formatted(TOUCHED);

    /** By the index open_item_spent. */
    private static final String DELETE_SPENT =
            "delete from open_item where ledger_id = ? and open = 0 and alloc_to <= ?";

    private KeepOpenItems() {}

    /**
     * Keeps what is open of the documents that the batch wrote.
     *
     * @param today in the ledger's time zone: no position is asked for an earlier day any more
     * @param settles whether it touches documents that were there before
     */
    static void run(BatchSql sql, LocalDate today, boolean settles) throws SQLException {
        if (settles) {
            sql.probe(true);
            sql.run(DELETE);
            sql.probe(false);
        }
        sql.run(INSERT, today);
    }

    /** What was kept for an allocation whose day has come. */
    static void dropSpent(BatchSql sql, int ledgerId, LocalDate today) throws SQLException {
        sql.run(DELETE_SPENT, ledgerId, today);
    }
}
