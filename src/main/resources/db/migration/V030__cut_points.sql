-- Where a ledger's fifths and value classes end, as computed for a whole ledger at one as-of date. A row is never changed: a
-- decision names the one it read. Amounts are minor units of the base currency. Arrays hold the worst value that still scores
-- 5, 4, 3 and 2; they are empty where no customer had an invoice.

create table cut_points (
    id               bigint generated always as identity primary key,
    ledger_id        int         not null references ledger,
    as_of            date        not null,
    known_at         timestamptz not null,
    recency_days_max int[]       not null,
    frequency_min    int[]       not null,
    monetary_min     bigint[]    not null,
    last_a_revenue   bigint,                          -- null: nobody has positive revenue
    last_a_code      text collate "C",
    last_b_revenue   bigint,                          -- of the last customer within 95 %, which may be the last A
    last_b_code      text collate "C"
);
create index cut_points_latest on cut_points (ledger_id, as_of desc, id desc);
create trigger append_only before update or delete or truncate on cut_points
    for each statement execute function refuse_change();
alter table cut_points enable row level security;
alter table cut_points force row level security;
create policy ledger_only on cut_points using (ledger_id = (select entered_ledger()));

-- Sums of minor units that stay 64-bit integers from first to last: by-value state, no numeric. Overflow is an error, never a
-- wrong sum.
create aggregate sum_minor(bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe);

-- The partition of `document` and `allocation` that holds a customer's rows, so that a bulk chunk finds its customers. It
-- repeats PostgreSQL's hash partitioning of a bigint by 32: the seeded hash plus a constant whose last five bits are 3.
alter table customer add column document_partition smallint not null
    generated always as ((((hashint8extended(id, 8816678312871386365) & 31) + 3) & 31)::smallint) stored;
create index customer_document_partition on customer (ledger_id, document_partition) include (id, code);
