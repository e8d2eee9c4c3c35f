package dev.assay.document.merge;

import dev.assay.document.content.RejectionCode;
import java.sql.SQLException;

/** The working tables of a merge, temporary ones of its connection that empty themselves at the end of the transaction. */
final class MergeTables {
    /**
     * Lines with their customer, their key and what becomes of them. {@code outcome} is NEW, ARRIVED (announced before),
     * CORRECTED, UNCHANGED or a {@link RejectionCode}; {@code about} is the value a rejection's message names;
     * {@code first_line} is the line that has the same id earlier in the batch.
     */
    private static final String DOCUMENT = """
            create temp table if not exists intake_document (
                line            bigint,
                customer_id     bigint,
                key             bigint,
                amount          bigint,
                currency_amount bigint,
                settled         bigint,
                minor_rate      numeric,
                doc_date        date,
                due_date        date,
                delivery_date   date,
                settled_on      date,
                alloc_from      date,
                alloc_to        date,
                kind            smallint,
                key_kind        smallint,
                key_customer_id bigint,
                disputed        boolean,
                prepaid         boolean,
                content_hash    bytea,
                document_id     text collate "C",
                customer_code   text collate "C",
                currency        text collate "C",
                order_id        text collate "C",
                target_id       text[],
                target_amount   bigint[],
                target_base     bigint[],
                target_date     date[],
                outcome         text collate "C",
                about           text,
                first_line      bigint
            ) on commit delete rows
            """;

    /** What lines of this batch take from invoices and orders. A void invoice names its order with amount 0. */
    private static final String CLAIM = """
            create temp table if not exists intake_claim (
                line            bigint,
                customer_id     bigint,
                source_key      bigint,
                target_key      bigint,
                amount          bigint,
                base_amount     bigint,
                alloc_date      date,
                wanted_kind     smallint,
                target_kind     smallint,
                target_customer bigint,
                announces       boolean,
                currency        text collate "C",
                target_id       text collate "C"
            ) on commit delete rows
            """;

    /** What corrected lines took before and give back. */
    private static final String RELEASED = """
            create temp table if not exists intake_released (
                line        bigint,
                customer_id bigint,
                source_key  bigint,
                target_key  bigint,
                version_at  timestamptz
            ) on commit delete rows
            """;

    /** The invoices and orders whose cache this batch changes or has to compute, and the cache. */
    private static final String TARGET = """
            create temp table if not exists intake_target (
                customer_id bigint,
                key         bigint,
                version_at  timestamptz,
                amount      bigint,
                minor_rate  numeric,
                settled_on  date,
                kind        smallint,
                prior       boolean,
                currency    text collate "C"
            ) on commit delete rows
            """;

    private static final String CACHE = """
            create temp table if not exists intake_cache (
                customer_id bigint,
                key         bigint,
                version_at  timestamptz,
                settled     bigint,
                paid_on     date,
                alloc_from  date,
                alloc_to    date,
                overfull    boolean
            ) on commit delete rows
            """;

    private MergeTables() {}

    static void create(BatchSql sql, int memoryMb) throws SQLException {
        sql.run(String.join(";\n", DOCUMENT, CLAIM, RELEASED, TARGET, CACHE));
        // rough plans do: a tenth of the sample at a tenth of the cost
        sql.set("jit", "off", "default_statistics_target", "10", "work_mem", memoryMb + "MB");
        sql.planBySize();
    }
}
