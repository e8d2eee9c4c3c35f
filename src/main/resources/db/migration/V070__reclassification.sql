-- Bulk runs: what was asked for, how far it is, who moved. The decisions of a run are an `evaluation` in the log.

create table reclassification (
    id               bigint generated always as identity primary key,
    ledger_id        int         not null references ledger,
    mode             text        not null check (mode in ('APPLY', 'SIMULATE')),
    as_of            date        not null,
    known_at         timestamptz not null,            -- documents recorded later are not read
    scope            text        not null check (scope in ('ALL', 'CHANGED')),
    changed_since    timestamptz,                     -- with CHANGED: what was recorded after this; null: nothing to compare with
    filter           jsonb       not null,            -- parameters of the customer search, and grade
    ruleset_version  text        not null,
    requested_by     text        not null,
    requested_at     timestamptz not null,
    state            text        not null,
    evaluation_id    bigint,                          -- from here on null until the run is prepared
    decided_at       timestamptz,
    cut_points_id    bigint,
    customers        bigint,
    started_at       timestamptz,
    finished_at      timestamptz,
    cancel_requested boolean     not null default false,
    guard            text,                            -- why it waits for a person
    answered_by      text,                            -- who confirmed or discarded it
    failure          text
);
create unique index reclassification_one_apply on reclassification (ledger_id) where mode = 'APPLY' and finished_at is null;
create index reclassification_latest on reclassification (ledger_id, id desc);

-- Which node works on a run, and how far it is. Holds nothing of a ledger's data: nodes look for work in all ledgers.
create table reclassification_lease (
    run_id         bigint primary key,
    ledger_id      int         not null,
    node           text,
    leased_until   timestamptz not null default '-infinity',
    customers_done bigint      not null default 0,
    failures       int         not null default 0      -- how often a node gave it up because of an error
);

-- Whom a run over changed customers looks at, found once when it is prepared.
create table reclassification_customer (
    run_id      bigint   not null references reclassification,
    chunk       smallint not null,
    customer_id bigint   not null,
    ledger_id   int      not null,
    primary key (run_id, chunk, customer_id)
);

-- A checkpoint: the chunk's decisions, changes and this row are of one transaction.
create table reclassification_chunk (
    run_id       bigint      not null references reclassification,
    chunk        smallint    not null,
    ledger_id    int         not null,
    customers    int         not null,
    failed       int         not null,
    milliseconds int         not null,
    finished_at  timestamptz not null,
    primary key (run_id, chunk)
);

-- How customers went from grade to grade, the ones that stayed included. Amounts are minor units of the base currency.
create table reclassification_cell (
    run_id       bigint not null,
    chunk        smallint not null,
    ledger_id    int    not null,
    grade_before text   not null,                     -- '': never graded
    grade_after  text   not null,
    customers    bigint not null,
    moved        bigint not null,
    limit_before bigint not null,
    limit_after  bigint not null,
    primary key (run_id, chunk, grade_before, grade_after)
);

-- Whom a run would change, or whose review is due: all that applying it reads. `moved` tells grade, category, limit, term or hold.
create table reclassification_change (
    run_id                    bigint  not null,
    customer_id               bigint  not null,
    ledger_id                 int     not null,
    decision_id               bigint  not null,
    before_decision_id        bigint,
    moved                     boolean not null,
    before_grade              text,                   -- null, as all before: never graded
    before_provisional        boolean,
    before_category           text,
    before_granted_type       text,
    before_granted_amount     bigint,
    before_term_type          text,
    before_credit_period_days int,
    before_hold               boolean,
    after_grade               text    not null,
    after_provisional         boolean not null,
    after_category            text    not null,
    after_limit_status        text    not null,
    after_granted_type        text    not null,
    after_granted_amount      bigint,
    after_term_type           text    not null,
    after_credit_period_days  int,
    after_hold                boolean not null,
    limit_change              bigint,                 -- of the granted limit; null where an unlimited one is on either side
    primary key (run_id, customer_id)
);

-- Customers no decision could be made about; the run went on without them.
create table reclassification_failure (
    run_id      bigint not null,
    customer_id bigint not null,
    ledger_id   int    not null,
    message     text   not null,
    facts       jsonb,                                -- null: they could not even be read
    primary key (run_id, customer_id)
);

do $$
declare
    t text;
begin
    foreach t in array array ['reclassification', 'reclassification_customer', 'reclassification_chunk', 'reclassification_cell', 'reclassification_change',
                              'reclassification_failure'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;

-- A run may stop before it is applied. Null: it never does.
alter table ledger add column guard_moved_ratio numeric(9, 8);
alter table ledger add column guard_limit_change numeric(19, 4);

-- Documents lie in the order of their recording, so that which customers changed lately is read from a few pages.
do $$
begin
    for i in 0..31 loop
        execute format('create index document_%s_recorded on document_%1$s using brin (recorded_at) with (pages_per_range = 32)',
            to_char(i, 'FM00'));
    end loop;
end $$;
