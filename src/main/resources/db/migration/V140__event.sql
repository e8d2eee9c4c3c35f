-- What happened, for whoever wants to hear of it: written by the statement that does it, in its transaction, however it is done.
-- An event gets its place in the ledger's order (seq) once it is committed, from one publisher at a time: readers never miss one.

create sequence event_seq;
create table event (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null,
    seq         bigint,                               -- null: not published yet
    type        text        not null,
    customer_id bigint,                               -- null: about no single customer
    subject     text        not null,                 -- customer code, order, run, version
    occurred_at timestamptz not null default clock_timestamp(),
    data        jsonb       not null
);
create index event_unpublished on event (ledger_id, id) where seq is null;
create index event_published on event (ledger_id, seq) where seq is not null;
create index event_age on event using brin (occurred_at);

create table webhook (
    id            bigint generated always as identity primary key,
    ledger_id     int         not null references ledger,
    url           text        not null,
    sealed_secret text        not null,
    types         text[],                             -- null: all
    active        boolean     not null default true,
    delivered_seq bigint      not null,               -- everything up to here was delivered or given up
    created_by    text        not null,
    created_at    timestamptz not null
);

-- Which node delivers, and when it tries next. Holds nothing of a ledger's data: nodes look for work in all ledgers.
create table webhook_lease (
    webhook_id   bigint primary key references webhook on delete cascade,
    ledger_id    int         not null,
    leased_until timestamptz not null default '-infinity',
    next_try     timestamptz not null default '-infinity',
    failures     int         not null default 0,      -- in a row
    failing_since timestamptz
);

create table webhook_attempt (
    id         bigint generated always as identity primary key,
    ledger_id  int         not null,
    webhook_id bigint      not null references webhook on delete cascade,
    seq        bigint      not null,
    at         timestamptz not null,
    status     int,                                   -- null: no answer
    millis     int         not null,
    error      text,                                  -- null: delivered
    given_up   boolean     not null default false     -- a dead letter
);
create index webhook_attempt_of on webhook_attempt (webhook_id, id desc);

do $$
declare
    t text;
begin
    foreach t in array array ['event', 'webhook', 'webhook_attempt'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
create policy in_scope on event as restrictive for select
    using ((select scope_is_open()) or customer_id is null or in_scope(customer_id));

-- What stands for a customer, as events show it. Amounts in the base currency.
create function event_standing(c classification, scale int) returns jsonb
    language sql immutable as $$
    select jsonb_build_object(
        'grade', c.grade, 'category', c.category, 'hold', c.hold,
        'creditLimit', jsonb_build_object('type', c.granted_type, 'amount', round(c.granted_amount / power(10::numeric, scale), scale)),
        'paymentTerm', jsonb_build_object('type', c.term_type, 'creditPeriodDays', c.credit_period_days))
$$;

-- Decimals of the base currency, as ISO 4217 and the service have them.
create function ledger_scale(l int) returns int
    language sql stable as $$
    select case when base_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
                                       'XAF', 'XOF', 'XPF') then 0
                when base_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
                when base_currency in ('CLF', 'UYW') then 4
                else 2 end
      from ledger where id = l
$$;

create function raise_classification_changed() returns trigger
    language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into event (ledger_id, type, customer_id, subject, data)
        select n.ledger_id, 'dev.assay.classification.changed', n.customer_id, m.code,
               jsonb_build_object('customerCode', m.code, 'asOf', n.as_of, 'decisionId', n.decision_id, 'before', null,
                                  'after', event_standing(n, l.scale))
          from after_rows n
          join customer m on m.id = n.customer_id
          cross join (select ledger_scale(entered_ledger()) as scale) l
         order by n.customer_id;
    else
        insert into event (ledger_id, type, customer_id, subject, data)
        select n.ledger_id, kinds.type, n.customer_id, m.code,
               jsonb_build_object('customerCode', m.code, 'asOf', n.as_of, 'decisionId', n.decision_id,
                                  'before', event_standing(o, l.scale), 'after', event_standing(n, l.scale))
          from after_rows n
          join before_rows o on o.customer_id = n.customer_id
          join customer m on m.id = n.customer_id
          cross join (select ledger_scale(entered_ledger()) as scale) l
          cross join lateral (
            select 'dev.assay.classification.changed' as type
             where (o.grade, o.category, o.hold, o.term_type, o.credit_period_days)
                   is distinct from (n.grade, n.category, n.hold, n.term_type, n.credit_period_days)
            union all
            select 'dev.assay.limit.changed'
             where (o.granted_type, o.granted_amount) is distinct from (n.granted_type, n.granted_amount)) as kinds
         order by n.customer_id;
    end if;
    return null;
end $$;
create trigger raise_inserted after insert on classification
    referencing new table as after_rows
    for each statement execute function raise_classification_changed();
create trigger raise_updated after update on classification
    referencing old table as before_rows new table as after_rows
    for each statement execute function raise_classification_changed();

create function raise_hold() returns trigger
    language plpgsql as $$
begin
    insert into event (ledger_id, type, customer_id, subject, data)
    select new.ledger_id,
           case when new.released_at is null then 'dev.assay.hold.raised' else 'dev.assay.hold.released' end,
           new.customer_id, m.code,
           jsonb_build_object('holdId', new.id, 'customerCode', m.code, 'orderId', new.order_id, 'reasons', to_jsonb(new.reasons),
                              'by', coalesce(new.released_by, new.raised_by), 'note', new.release_note)
      from customer m where m.id = new.customer_id;
    return null;
end $$;
create trigger raise_raised after insert on credit_hold for each row execute function raise_hold();
create trigger raise_released after update on credit_hold for each row
    when (old.released_at is null and new.released_at is not null) execute function raise_hold();

create function raise_run_finished() returns trigger
    language plpgsql as $$
begin
    insert into event (ledger_id, type, subject, data)
    values (new.ledger_id, 'dev.assay.run.finished', new.id::text,
            jsonb_build_object('runId', new.id, 'mode', new.mode, 'asOf', new.as_of, 'state', new.state,
                               'rulesetVersion', new.ruleset_version, 'requestedBy', new.requested_by));
    return null;
end $$;
create trigger raise_finished after update on reclassification for each row
    when (old.finished_at is null and new.finished_at is not null) execute function raise_run_finished();

create function raise_version_activated() returns trigger
    language plpgsql as $$
begin
    insert into event (ledger_id, type, subject, data)
    values (new.ledger_id, 'dev.assay.ruleset.activated', new.hash,
            jsonb_build_object('rulesetVersion', new.hash, 'activeFrom', new.active_from, 'kind', new.kind, 'by', new.recorded_by));
    return null;
end $$;
create trigger raise_activated after insert on ledger_ruleset for each row execute function raise_version_activated();
