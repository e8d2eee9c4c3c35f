-- The log of decisions as narrow typed rows, partitioned by the month in which it was decided: a run over a million customers
-- writes it at the speed of COPY, and a month can be exported and dropped. What all decisions of a call or run share stands once, in
-- `evaluation`. Reasons are not kept: they come out again, word for word, from the facts and the kept rule files; the rules that
-- fired are kept to prove it.

create sequence evaluation_id;
create sequence decision_id;

alter table decision rename to decision_before;
alter table decision_before rename constraint decision_pkey to decision_before_pkey;
drop index decision_of_customer;
drop index decision_of_ledger;

create table evaluation (
    id              bigint      not null default nextval('evaluation_id'),
    decided_at      timestamptz not null,
    ledger_id       int         not null,
    as_of           date        not null,
    known_at        timestamptz not null,          -- documents recorded later were not read
    decided_by      text        not null,
    applied         boolean     not null,          -- false: a trial, or a run that has not been applied
    ruleset_version text        not null,          -- in ruleset_version; no foreign key, which would cost as much as the row
    engine_version  text        not null,
    cut_points_id   bigint,                        -- the ledger-relative cut-points read; null: none existed
    metrics         text[]      not null,          -- which metrics its decisions keep
    primary key (id, decided_at)
) partition by range (decided_at);

-- Amounts are minor units of the ledger's base currency; a metric that is null had no data or was not kept.
create table decision (
    id                   bigint      not null default nextval('decision_id'),
    evaluation_id        bigint      not null,
    decided_at           timestamptz not null,
    customer_id          bigint      not null,
    ledger_id            int         not null,
    customer_version     int         not null,
    as_of                date        not null,
    score_tenths         smallint,
    grade                text        not null,
    provisional          boolean     not null,
    category             text        not null,
    limit_type           text        not null,
    limit_amount         bigint,
    limit_status         text        not null,
    granted_type         text        not null,          -- what may be used: the limit, or while it is PENDING the one before
    granted_amount       bigint,
    term_type            text        not null,
    credit_period_days   int,
    grace_days           int         not null,
    hold                 boolean     not null,
    review_on            date        not null,
    previous_grade       text,                          -- what stood before; null: nothing
    previous_provisional boolean,
    previous_limit       bigint,                        -- null: nothing stood, or it was unlimited
    accepted_guarantees  bigint      not null,
    fired                int[],                         -- ordinals of the rules that fired; null: not kept then
    open_balance         bigint,
    overdue_amount       bigint,
    overdue_ratio        float8,
    oldest_overdue_days  int,
    ageing_current       bigint,
    ageing_1_to_30       bigint,
    ageing_31_to_60      bigint,
    ageing_61_to_90      bigint,
    ageing_91_plus       bigint,
    ageing_disputed      bigint,
    late_days_weighted   float8,
    terms_days_signed    float8,
    payment_index        float8,
    on_time_ratio        float8,
    paid_invoices_12m    int,
    late_invoices_12m    int,
    invoices_12m         int,
    net_revenue_12m      bigint,
    net_revenue_prev_12m bigint,
    revenue_trend        float8,
    average_monthly_sales numeric,
    returns_ratio_12m    float8,
    dso                  float8,
    open_orders          bigint,
    unapplied_cash       bigint,
    exposure             bigint,
    high_credit_12m      bigint,
    utilization          float8,
    exposure_without_limit boolean,
    tenure_days          int,
    recency_days         int,
    frequency_12m        int,
    monetary_12m         bigint,
    rfm_recency          int,
    rfm_frequency        int,
    rfm_monetary         int,
    value_class          text,
    data_age_days        int,
    primary key (id, decided_at)
) partition by range (decided_at);
create index decision_of_customer on decision (customer_id, as_of desc, id desc);
create index decision_of_evaluation on decision using brin (evaluation_id) with (pages_per_range = 32);  -- a run's lie together

create function refuse_change_but_apply() returns trigger
    language plpgsql as $$
begin
    if old.applied or not new.applied or to_jsonb(old) - 'applied' <> to_jsonb(new) - 'applied' then
        raise exception 'evaluation is append-only: all it may become is applied'
            using errcode = 'insufficient_privilege', hint = 'record a new row instead';
    end if;
    return new;
end $$;
create trigger append_only before delete or truncate on evaluation
    for each statement execute function refuse_change();
create trigger only_applied before update on evaluation
    for each row execute function refuse_change_but_apply();
create trigger append_only before update or delete or truncate on decision
    for each statement execute function refuse_change();

do $$
declare
    t text;
begin
    foreach t in array array ['evaluation', 'decision'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;

-- Makes the partitions of a month if they aren't there. Attaching locks out no reader and no writer of other months.
create function add_decision_month(day date) returns void
    language plpgsql as $$
declare
    t text;
    part text;
    first timestamptz := date_trunc('month', day::timestamp) at time zone 'UTC';
    next timestamptz := (date_trunc('month', day::timestamp) + interval '1 month') at time zone 'UTC';
begin
    perform pg_advisory_xact_lock(hashtextextended('decision months', 0));
    foreach t in array array ['evaluation', 'decision'] loop
        part := t || to_char(day, '_YYYY_MM');
        if to_regclass(part) is null then
            execute format('create table %s (like %s including defaults including constraints)', part, t);
            execute format('alter table %s enable row level security', part);
            execute format('alter table %s force row level security', part);
            execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', part);
            execute format('alter table %s attach partition %s for values from (%L) to (%L)', t, part, first, next);
        end if;
    end loop;
end $$;

-- What was decided before moves over: each decision becomes an evaluation of its own.
do $$
declare
    day date;
    l record;
begin
    for l in select id from ledger loop
        perform set_config('assay.ledger', l.id::text, true);
        for day in select distinct date_trunc('month', decided_at at time zone 'UTC')::date from decision_before loop
            perform add_decision_month(day);
        end loop;
        insert into evaluation (id, decided_at, ledger_id, as_of, known_at, decided_by, applied, ruleset_version, engine_version,
               cut_points_id, metrics)
        select id, decided_at, ledger_id, as_of, known_at, decided_by, applied, ruleset_version, engine_version, cut_points_id,
               array(select key from jsonb_object_keys(facts) key
                      where key <> all ('{customerCode,asOf,currency,customerType,industry,region,size,tags,attributes,previousGrade,previousProvisional,previousLimitType,previousLimit,acceptedGuarantees}'))
          from decision_before;
        insert into decision (id, evaluation_id, decided_at, customer_id, ledger_id, customer_version, as_of,
       score_tenths, grade, provisional, category, limit_type, limit_amount, limit_status, granted_type, granted_amount,
       term_type, credit_period_days, grace_days, hold, review_on,
       previous_grade, previous_provisional, previous_limit, accepted_guarantees,
       open_balance, overdue_amount, overdue_ratio, oldest_overdue_days, ageing_current, ageing_1_to_30,
       ageing_31_to_60, ageing_61_to_90, ageing_91_plus, ageing_disputed, late_days_weighted, terms_days_signed,
       payment_index, on_time_ratio, paid_invoices_12m, late_invoices_12m, invoices_12m, net_revenue_12m,
       net_revenue_prev_12m, revenue_trend, average_monthly_sales, returns_ratio_12m, dso, open_orders,
       unapplied_cash, exposure, high_credit_12m, utilization, exposure_without_limit, tenure_days, recency_days,
       frequency_12m, monetary_12m, rfm_recency, rfm_frequency, rfm_monetary, value_class, data_age_days)
        select id, id, decided_at, customer_id, ledger_id, customer_version, as_of,
       (d.score * 10)::smallint, d.grade, d.provisional, d.category, d.limit_type, round(d.limit_amount * minor.units)::bigint, d.limit_status, d.granted_type,
       round(d.granted_amount * minor.units)::bigint, d.term_type, d.credit_period_days, d.grace_days, d.hold, d.review_on,
       d.facts ->> 'previousGrade', (d.facts ->> 'previousProvisional')::boolean, round((d.facts ->> 'previousLimit')::numeric * minor.units)::bigint,
       round(coalesce((d.facts ->> 'acceptedGuarantees')::numeric, 0) * minor.units)::bigint,
       round((d.facts ->> 'openBalance')::numeric * minor.units)::bigint,
       round((d.facts ->> 'overdueAmount')::numeric * minor.units)::bigint, (d.facts ->> 'overdueRatio')::float8,
       (d.facts ->> 'oldestOverdueDays')::int, round((d.facts ->> 'ageingCurrent')::numeric * minor.units)::bigint,
       round((d.facts ->> 'ageing1To30')::numeric * minor.units)::bigint,
       round((d.facts ->> 'ageing31To60')::numeric * minor.units)::bigint,
       round((d.facts ->> 'ageing61To90')::numeric * minor.units)::bigint,
       round((d.facts ->> 'ageing91Plus')::numeric * minor.units)::bigint,
       round((d.facts ->> 'ageingDisputed')::numeric * minor.units)::bigint,
       (d.facts ->> 'lateDaysWeighted')::float8, (d.facts ->> 'termsDaysSigned')::float8,
       (d.facts ->> 'paymentIndex')::float8, (d.facts ->> 'onTimeRatio')::float8,
       (d.facts ->> 'paidInvoices12m')::int, (d.facts ->> 'lateInvoices12m')::int, (d.facts ->> 'invoices12m')::int,
       round((d.facts ->> 'netRevenue12m')::numeric * minor.units)::bigint,
       round((d.facts ->> 'netRevenuePrev12m')::numeric * minor.units)::bigint, (d.facts ->> 'revenueTrend')::float8,
       (d.facts ->> 'averageMonthlySales')::numeric, (d.facts ->> 'returnsRatio12m')::float8,
       (d.facts ->> 'dso')::float8, round((d.facts ->> 'openOrders')::numeric * minor.units)::bigint,
       round((d.facts ->> 'unappliedCash')::numeric * minor.units)::bigint,
       round((d.facts ->> 'exposure')::numeric * minor.units)::bigint,
       round((d.facts ->> 'highCredit12m')::numeric * minor.units)::bigint, (d.facts ->> 'utilization')::float8,
       (d.facts ->> 'exposureWithoutLimit')::boolean, (d.facts ->> 'tenureDays')::int,
       (d.facts ->> 'recencyDays')::int, (d.facts ->> 'frequency12m')::int,
       round((d.facts ->> 'monetary12m')::numeric * minor.units)::bigint, (d.facts ->> 'rfmRecency')::int,
       (d.facts ->> 'rfmFrequency')::int, (d.facts ->> 'rfmMonetary')::int, (d.facts ->> 'valueClass')::text,
       (d.facts ->> 'dataAgeDays')::int
          from decision_before d
         cross join lateral (select power(10, scale((d.facts ->> 'openBalance')::numeric))::numeric as units) minor;
        perform setval('decision_id', greatest((select max(id) from decision_before), (select last_value from decision_id)));
        perform setval('evaluation_id', (select last_value from decision_id));
    end loop;
    perform set_config('assay.ledger', '', true);
end $$;

-- What stands for each customer and has effect, complete in itself: months of the log may be dropped. `as_of` is the date since
-- which it stands unchanged; ladder_grade is the grade from which the steps of an upgrade count, the last one that wasn't provisional.
alter table classification rename to classification_before;
alter table classification_before rename constraint classification_pkey to classification_before_pkey;
drop index classification_grade;
create table classification (
    customer_id          bigint primary key,
    ledger_id            int         not null,
    decision_id          bigint      not null,
    decided_at           timestamptz not null,
    as_of                date        not null,
    ladder_grade         text        not null,
    ladder_provisional   boolean     not null,
    disordered           boolean     not null,          -- a later decision was recorded for an earlier date: the log tells what stood when
    grade                text        not null,
    provisional          boolean     not null,
    category             text        not null,
    limit_type           text        not null,
    limit_amount         bigint,
    limit_status         text        not null,
    granted_type         text        not null,          -- what may be used: the limit, or while it is PENDING the one before
    granted_amount       bigint,
    term_type            text        not null,
    credit_period_days   int,
    grace_days           int         not null,
    hold                 boolean     not null,
    review_on            date        not null
) with (fillfactor = 70);
create index classification_grade on classification (ledger_id, grade);
create index classification_review on classification (ledger_id, review_on);
alter table classification enable row level security;
alter table classification force row level security;
create policy ledger_only on classification using (ledger_id = (select entered_ledger()));

do $$
declare
    l record;
begin
    for l in select id from ledger loop
        perform set_config('assay.ledger', l.id::text, true);
        insert into classification
        select d.customer_id, d.ledger_id, d.id, d.decided_at, d.as_of,
               ladder.grade, ladder.provisional, true,
               d.grade, d.provisional, d.category, d.limit_type, d.limit_amount, d.limit_status, d.granted_type, d.granted_amount, d.term_type, d.credit_period_days, d.grace_days, d.hold, d.review_on
          from classification_before c
          join decision d on d.id = c.decision_id
         cross join lateral (
               select e.grade, e.provisional
                 from decision e
                 join evaluation v on v.id = e.evaluation_id and v.decided_at = e.decided_at and v.applied
                where e.customer_id = d.customer_id and e.as_of <= d.as_of
                order by e.provisional, e.as_of desc, e.id desc
                limit 1) as ladder;
    end loop;
    perform set_config('assay.ledger', '', true);
end $$;

drop table classification_before;
drop table decision_before;
