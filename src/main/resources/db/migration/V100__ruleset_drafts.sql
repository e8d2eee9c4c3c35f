-- Rulesets that people write in the service: drafts that change, and the reviews that make versions of them.

create table ruleset_draft (
    id         bigint generated always as identity primary key,
    ledger_id  int         not null references ledger,
    name       text        not null,
    base       text references ruleset_version,       -- the version it was begun from; null: from nothing or a folder
    editors    text[]      not null,                  -- everybody who ever changed it: none of them may approve it
    version    int         not null default 1,        -- one more with every change of a file
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (ledger_id, name)
);

create table ruleset_draft_file (
    draft_id  bigint not null references ruleset_draft on delete cascade,
    ledger_id int    not null,
    path      text   not null,
    content   bytea  not null,
    version   int    not null,                        -- the draft's when the file last changed; its ETag
    primary key (draft_id, path)
);

-- A version that somebody asked to approve, with the evidence it is judged by.
create table ruleset_review (
    id            bigint generated always as identity primary key,
    ledger_id     int         not null references ledger,
    hash          text        not null references ruleset_version,
    name          text        not null,               -- of the ruleset
    draft         text,                               -- name of the draft it was submitted from
    note          text        not null,
    authors       text[]      not null,               -- editors and submitter, also of the same content before
    submitted_by  text        not null,
    submitted_at  timestamptz not null,
    state         text        not null check (state in ('IN_REVIEW', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    base          text        not null,               -- what was active when the evidence was taken
    evidence      jsonb       not null,               -- check, examples, coverage
    run_id        bigint,                             -- the SIMULATE run over the ledger
    closed_at     timestamptz
);
create index ruleset_review_of_ledger on ruleset_review (ledger_id, id desc);
create index ruleset_review_of_version on ruleset_review (ledger_id, hash);

-- Who agreed, to what exactly. An approval counts only for the evidence it names.
create table ruleset_approval (
    review_id     bigint      not null references ruleset_review,
    ledger_id     int         not null,
    approved_by   text        not null,
    approved_at   timestamptz not null,
    hash          text        not null,
    evidence_hash text        not null,
    comment       text        not null default '',
    primary key (review_id, approved_by, evidence_hash)
);
create trigger append_only before update or delete or truncate on ruleset_approval
    for each statement execute function refuse_change();

-- Which version a ledger is graded by, from when on: of the rows whose time has come and that weren't cancelled the last one. A
-- ledger without any follows the installation's rules folder.
create table ledger_ruleset (
    id           bigint generated always as identity primary key,
    ledger_id    int         not null references ledger,
    hash         text        not null references ruleset_version,
    active_from  timestamptz not null,
    kind         text        not null check (kind in ('ACTIVATE', 'ROLL_BACK')),
    review_id    bigint,
    reason       text        not null default '',
    recorded_by  text        not null,
    recorded_at  timestamptz not null,
    cancelled_by text
);
create index ledger_ruleset_of_ledger on ledger_ruleset (ledger_id, active_from desc, id desc);

create table ruleset_retirement (
    ledger_id  int         not null references ledger,
    hash       text        not null references ruleset_version,
    retired_by text        not null,
    retired_at timestamptz not null,
    reason     text        not null default '',
    primary key (ledger_id, hash)
);

-- What a review of the ledger needs before it can be approved.
create table review_policy (
    ledger_id        int primary key references ledger,
    requires_run     boolean not null,
    one_approver_max numeric                          -- largest change of the ledger's limits one person may agree to; null: any
);

do $$
declare
    t text;
begin
    foreach t in array array ['ruleset_draft', 'ruleset_draft_file', 'ruleset_review', 'ruleset_approval', 'ledger_ruleset',
                              'ruleset_retirement', 'review_policy'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
