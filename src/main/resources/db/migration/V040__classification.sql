-- Ruleset versions by the hash of their content, the log of decisions, and what stands for each customer now.

-- Versions belong to the installation, not to a ledger: the same files are the same version everywhere.
create table ruleset_version (
    hash      text primary key,
    name      text        not null,
    stored_at timestamptz not null
);

create table ruleset_file (
    hash    text  not null references ruleset_version,
    path    text  not null,
    content bytea not null,
    primary key (hash, path)
);

create table decision (
    id                 bigint generated always as identity primary key,
    ledger_id          int         not null references ledger,
    customer_id        bigint      not null,
    customer_code      text        not null,
    customer_version   int         not null,
    as_of              date        not null,
    known_at           timestamptz not null,          -- documents recorded later were not read
    decided_at         timestamptz not null,
    decided_by         text        not null,
    applied            boolean     not null,          -- false: a trial that changed nothing
    ruleset_version    text        not null references ruleset_version,
    engine_version     text        not null,
    cut_points_id      bigint,                        -- the ledger-relative cut-points read; null: none existed
    score              numeric(4, 1),
    grade              text        not null,
    provisional        boolean     not null,
    category           text        not null,
    value_class        text,
    limit_type         text        not null,
    limit_amount       numeric,
    limit_status       text        not null,
    limit_currency     char(3)     not null,
    granted_type       text        not null,          -- what may be used: the limit, or while it is PENDING the one before
    granted_amount     numeric,
    term_type          text        not null,
    credit_period_days int,
    grace_days         int         not null,
    hold               boolean     not null,
    review_on          date        not null,
    reasons            jsonb       not null,
    facts              jsonb       not null
);
create index decision_of_customer on decision (customer_id, as_of desc, id desc);
create index decision_of_ledger on decision (ledger_id, id desc);
create trigger append_only before update or delete or truncate on decision
    for each statement execute function refuse_change();

-- The applied decision with the latest as-of date, the later one of a date.
create table classification (
    customer_id bigint primary key,
    ledger_id   int    not null references ledger,
    decision_id bigint not null references decision,
    as_of       date   not null,
    grade       text   not null,
    category    text   not null
);
create index classification_grade on classification (ledger_id, grade);

do $$
declare
    t text;
begin
    foreach t in array array ['decision', 'classification'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
