-- What waits for a person: one list, whatever it is about. What happens on an approval is the kind's business.

create table change_request (
    id           bigint generated always as identity primary key,
    ledger_id    int         not null references ledger,
    kind         text        not null,
    subject      text        not null,                -- what it is about, such as a customer's code
    customer_id  bigint,                              -- null: about no single customer
    summary_zh   text        not null,
    summary_en   text        not null,
    payload      jsonb       not null,
    amount       numeric,                             -- in the ledger's base currency; null: no money moves
    levels       smallint    not null,                -- how many people must agree
    state        text        not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    requested_by text        not null,
    requested_at timestamptz not null,
    deadline     timestamptz not null,                -- whoever agrees later agrees to nothing
    closed_at    timestamptz
);
create index change_request_waiting on change_request (ledger_id, id desc) where state = 'PENDING';
create index change_request_of_ledger on change_request (ledger_id, id desc);

create table change_request_step (
    id         bigint generated always as identity primary key,
    request_id bigint      not null references change_request,
    ledger_id  int         not null,
    step       text        not null check (step in ('APPROVE', 'REJECT', 'WITHDRAW', 'COMMENT')),
    taken_by   text        not null,
    taken_at   timestamptz not null,
    comment    text        not null default ''
);
create index change_request_step_of on change_request_step (request_id, id);
create unique index change_request_approved_once on change_request_step (request_id, taken_by) where step = 'APPROVE';
create trigger append_only before update or delete or truncate on change_request_step
    for each statement execute function refuse_change();

-- From which amount on two people must agree, and how long a request waits.
create table approval_policy (
    ledger_id     int primary key references ledger,
    two_above     numeric,                            -- null: one is always enough
    deadline_days int not null
);

-- What a person set in the place of what the rules say, for a while. It has effect once it is approved.
create table override (
    id           bigint generated always as identity primary key,
    ledger_id    int         not null references ledger,
    customer_id  bigint      not null,
    field        text        not null check (field in ('GRADE', 'LIMIT', 'TERM', 'HOLD')),
    value        jsonb       not null,
    reason       text        not null,
    evidence     text        not null,
    expires_on   date        not null,                -- the last day, in the ledger's time zone
    ends_when    text[]      not null default '{}',   -- grades: once the rules give one of them, it has done its part
    request_id   bigint      not null references change_request,
    requested_by text        not null,
    requested_at timestamptz not null,
    approved_at  timestamptz,                         -- null: not yet, or never
    ended_at     timestamptz,                         -- withdrawn or replaced before it expired
    ended_by     text
);
create index override_of_customer on override (customer_id, id desc);
create index override_expiry on override (ledger_id, expires_on) where approved_at is not null and ended_at is null;

do $$
declare
    t text;
begin
    foreach t in array array ['change_request', 'change_request_step', 'approval_policy', 'override'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
create policy in_scope on override as restrictive for select using ((select scope_is_open()) or in_scope(customer_id));
create policy in_scope on change_request as restrictive for select
    using ((select scope_is_open()) or customer_id is null or in_scope(customer_id));
