-- Sets of books. Every other table carries ledger_id; row-level security keeps a transaction inside the ledger it entered.

create extension if not exists pg_trgm;

create table ledger (
    id                     int generated always as identity primary key,
    code                   text        not null unique,
    name                   text        not null,
    base_currency          char(3)     not null,
    time_zone              text        not null,
    customer_code_pattern  text        not null,
    customer_code_prefix   text        not null,
    customer_code_digits   smallint    not null,
    duplicate_policy       text        not null check (duplicate_policy in ('REFUSE', 'WARN')),
    materiality_amount     numeric(19, 4) not null,
    materiality_ratio      numeric(9, 8)  not null,
    order_horizon_days     int         not null,
    attribute_definitions  jsonb       not null default '[]',
    version                int         not null default 0,
    created_at             timestamptz not null,
    updated_at             timestamptz not null
);

-- The last instant at which something was recorded. Whoever records documents locks this row, so recorded_at never runs
-- backwards within a ledger and commits in its own order: that is what makes knownAt a clean cut.
create table ledger_clock (
    ledger_id   int primary key references ledger,
    recorded_at timestamptz not null
);

-- The ledger the current transaction entered; null outside of one, and then no row of any ledger is visible.
-- Policies call it inside a sub-select, so it is evaluated once per statement and not once per row.
create function entered_ledger() returns int
    language sql stable parallel safe
    return nullif(current_setting('assay.ledger', true), '')::int;

alter table ledger_clock enable row level security;
alter table ledger_clock force row level security;
create policy ledger_only on ledger_clock using (ledger_id = (select entered_ledger()));
