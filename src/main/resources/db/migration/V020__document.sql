-- Documents, one row per version, hash-partitioned by customer: a partition is a chunk of a bulk run, and what one customer's
-- metrics read lies together. No nullable column (±infinity means "none") and hot columns first: both are measured choices.
-- Amounts are minor units: `amount` and `settled` in the ledger's base currency, `currency_amount` in the document's own.

create table document_batch (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    recorded_at timestamptz not null,
    accepted    bigint      not null,
    unchanged   bigint      not null,
    corrected   bigint      not null,
    rejected    bigint      not null,
    sent_by     text        not null
);
create index document_batch_recorded on document_batch (ledger_id, recorded_at desc);

-- One row per document id ever named in a ledger. A row without content_hash was announced by an allocation or an orderId
-- before the document itself arrived.
create table document_key (
    ledger_id    int      not null,
    document_id  text     not null,
    key          bigint   not null generated always as identity,
    customer_id  bigint   not null,
    kind         smallint not null,
    content_hash bytea,
    primary key (ledger_id, document_id)
);

-- kind: 1 ORDER, 2 INVOICE, 3 CREDIT_NOTE, 4 PAYMENT
create table document (
    customer_id     bigint      not null,
    key             bigint      not null,
    recorded_at     timestamptz not null,
    superseded_at   timestamptz not null,             -- infinity: the current version
    settled_at      timestamptz not null,             -- last change of the cache below by another document; -infinity: none
    amount          bigint      not null,             -- 0: void, counts nowhere
    settled         bigint      not null,             -- cache: what is applied to it (INVOICE), invoiced of it (ORDER), allocated from it (PAYMENT, CREDIT_NOTE); may exceed amount on an INVOICE or ORDER
    doc_date        date        not null,
    due_date        date        not null,             -- infinity: none
    paid_on         date        not null,             -- cache: first date on which settled reaches amount; infinity: not
    alloc_from      date        not null,             -- cache: first date of any allocation over all versions ever; infinity: none
    alloc_to        date        not null,             -- cache: last such date; -infinity: none
    delivery_date   date        not null,             -- -infinity: none
    settled_on      date        not null,             -- INVOICE shorthand for one full allocation that day; infinity: none
    ledger_id       int         not null,
    kind            smallint    not null,
    disputed        boolean     not null,
    prepaid         boolean     not null,
    currency        char(3)     not null,
    currency_amount bigint      not null,
    order_key       bigint      not null,             -- 0: none
    batch_id        bigint      not null,
    minor_rate      numeric     not null,             -- base minor units per minor unit of currency; 1 in base currency
    primary key (customer_id, key, recorded_at)
) partition by hash (customer_id);

-- What a PAYMENT or CREDIT_NOTE applies to an INVOICE, and what an INVOICE takes from its ORDER. A corrected source supersedes
-- its rows. amount is in minor units of the source's currency, base_amount in the ledger's at the source's rate.
create table allocation (
    customer_id   bigint      not null,
    target_key    bigint      not null,
    source_key    bigint      not null,
    recorded_at   timestamptz not null,
    superseded_at timestamptz not null,
    amount        bigint      not null,
    base_amount   bigint      not null,
    alloc_date    date        not null,
    ledger_id     int         not null,
    currency      char(3)     not null
) partition by hash (customer_id);

do $$
begin
    for i in 0..31 loop
        execute format('create table document_%s partition of document for values with (modulus 32, remainder %s) with (fillfactor = 85)', to_char(i, 'FM00'), i);
        execute format('create table allocation_%s partition of allocation for values with (modulus 32, remainder %s)', to_char(i, 'FM00'), i);
    end loop;
end $$;

create index allocation_target on allocation (customer_id, target_key);

-- Policies stand on the partitions too, so that a bulk chunk which names its partition stays inside its ledger.
do $$
declare
    t text;
begin
    for t in
        select 'document_batch' union all select 'document_key'
        union all select 'document' union all select 'allocation'
        union all select inhrelid::regclass::text from pg_inherits
                   where inhparent in ('document'::regclass, 'allocation'::regclass)
    loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
