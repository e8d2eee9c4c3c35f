-- Credit positions are read from the documents; what stands here is what documents don't say. Amounts are minor units of the
-- ledger's base currency. Who writes about a customer's credit holds the lock of its group (`credit <id of the topmost>`).

create table credit_policy (
    ledger_id         int primary key references ledger,
    stale_after_hours int    not null,
    group_limit       text   not null check (group_limit in ('OWN', 'SHARED')),
    reservation_hours int    not null,
    dunning_days      int[]  not null,                -- days overdue from which levels 1, 2, … hold
    release_days      int    not null,                -- how long a released order passes its checks
    release_above     bigint                          -- orders above this need two people to be released; null: none does
);

-- Credit that an order holds until its documents arrive. Whether they did is read from the documents, never noted here.
create table reservation (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    order_id    text collate "C" not null,
    amount      bigint      not null,
    state       text        not null check (state in ('HELD', 'CONFIRMED', 'RELEASED')),
    expires_at  timestamptz not null,                 -- infinity once confirmed
    created_at  timestamptz not null,
    created_by  text        not null,
    changed_at  timestamptz not null,
    changed_by  text        not null
);
create unique index reservation_of_order on reservation (ledger_id, order_id);
create index reservation_open on reservation (customer_id) where state <> 'RELEASED';

create table credit_check (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null,
    customer_id bigint,                               -- null: no such customer
    order_id    text collate "C" not null,
    amount      bigint      not null,
    decision    text        not null check (decision in ('APPROVE', 'WARN', 'HOLD')),
    checked_at  timestamptz not null,
    checked_by  text        not null,
    answer      jsonb       not null
);
create index credit_check_of_order on credit_check (ledger_id, order_id, id desc);
create index credit_check_of_customer on credit_check (customer_id, id desc);

-- A person's hold on a customer (order_id null), or an order that a check stopped.
create table credit_hold (
    id           bigint generated always as identity primary key,
    ledger_id    int         not null references ledger,
    customer_id  bigint      not null,
    order_id     text collate "C",
    amount       bigint,
    period_days  int,                                 -- credit period the order asked for; null: the granted one
    reasons      text[]      not null,                -- codes of checks, or a person's word
    owner        text,
    raised_at    timestamptz not null,
    raised_by    text        not null,
    released_at  timestamptz,
    released_by  text,
    release_note text,
    request_id   bigint references change_request      -- waits for another person to release it
);
create index credit_hold_open on credit_hold (ledger_id, raised_at) where released_at is null;
create index credit_hold_of_customer on credit_hold (customer_id) where released_at is null;
create unique index credit_hold_of_order on credit_hold (ledger_id, order_id) where order_id is not null and released_at is null;

-- An order that a person let go: it passes its checks until it grows, its term gets longer, or this ends.
create table order_release (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    order_id    text collate "C" not null,
    amount      bigint      not null,
    period_days int,
    note        text        not null,
    released_by text        not null,
    released_at timestamptz not null,
    valid_until timestamptz not null
);
create index order_release_of_order on order_release (ledger_id, order_id, id desc);

create table feed_heartbeat (
    ledger_id int         not null references ledger,
    kind      text        not null check (kind in ('ORDER', 'INVOICE', 'CREDIT_NOTE', 'PAYMENT')),
    last_at   timestamptz not null,
    sent      bigint,                                 -- documents of the kind the ERP says it sent in all; null: not said
    primary key (ledger_id, kind)
);

create table payment_promise (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    amount      bigint      not null,
    made_on     date        not null,
    due_on      date        not null,
    note        text        not null,
    recorded_by text        not null,
    recorded_at timestamptz not null,
    withdrawn   boolean     not null default false
);
create index payment_promise_of_customer on payment_promise (customer_id, due_on);

create table dunning_letter (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    level       int         not null,
    sent_on     date        not null,
    sent_by     text        not null,
    recorded_at timestamptz not null
);
create index dunning_letter_of_customer on dunning_letter (customer_id, sent_on desc);

create table customer_note (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    noted_at    timestamptz not null,
    way         text        not null check (way in ('PHONE', 'EMAIL', 'VISIT', 'LETTER', 'OTHER')),
    contact     text,
    content     text        not null,
    follow_up   date,
    done        boolean     not null default false,
    noted_by    text        not null
);
create index customer_note_of_customer on customer_note (customer_id, noted_at desc);
create index customer_note_follow_up on customer_note (ledger_id, follow_up) where follow_up is not null and not done;

do $$
declare
    t text;
begin
    foreach t in array array ['credit_policy', 'reservation', 'credit_check', 'credit_hold', 'order_release', 'feed_heartbeat',
                              'payment_promise', 'dunning_letter', 'customer_note'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
        if t not in ('credit_policy', 'feed_heartbeat', 'credit_check') then
            execute format('create policy in_scope on %s as restrictive for select'
                           ' using ((select scope_is_open()) or in_scope(customer_id))', t);
        end if;
    end loop;
end $$;
create policy in_scope on credit_check as restrictive for select
    using ((select scope_is_open()) or customer_id is not null and in_scope(customer_id));

-- What was done about a customer out of scope is out of scope.
drop policy in_scope on audit;
create policy in_scope on audit as restrictive for select using (
    (select scope_is_open())
    or case entity
           when 'customer' then exists (select from customer c where c.code = audit.key)
           when 'collection' then exists (select from customer c where c.code = audit.key)
           when 'credit-hold' then exists (select from credit_hold h where h.id::text = audit.key)
           when 'personal-data' then exists (select from customer c where c.code = audit.key)
           when 'tax-id' then exists (select from customer c where c.code = audit.key)
           when 'bank-account' then exists (select from customer c where c.code = audit.key)
           when 'change-request' then exists (select from change_request r where r.id::text = audit.key)
           when 'override' then exists (select from override o where o.id::text = audit.key)
           else true
       end);
