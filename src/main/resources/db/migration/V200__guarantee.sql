-- Guarantees that others give for a customer. Their accepted share adds to the limit that rules give, while they are in force. As
-- documents they are known from an instant of the ledger's clock on: a decision as known at an instant finds those it found then.
create sequence guarantee_id;
create table guarantee (
    id           bigint      not null primary key,
    first_id     bigint      not null,                -- the first of those that replaced one another: of them the last one counts
    ledger_id    int         not null references ledger,
    customer_id  bigint      not null,
    kind         text        not null check (kind in ('BANK_GUARANTEE', 'LETTER_OF_CREDIT', 'CREDIT_INSURANCE', 'PARENT_GUARANTEE',
                                                      'PERSONAL_GUARANTEE', 'DEPOSIT', 'PLEDGE', 'OTHER')),
    issuer       text        not null,                -- who stands in
    reference    text        not null,                -- the number of the document
    amount       numeric     not null,
    currency     char(3)     not null,
    rate         numeric     not null,                -- base currency for one of its currency
    share        numeric     not null,                -- of the amount that is accepted: above 0, to 1
    accepted     bigint      not null,                -- amount x rate x share, half up, in minor units of the base currency
    valid_from   date        not null,
    valid_until  date        not null,                -- the last day; infinity: until somebody ends it
    note         text        not null,
    replaces     bigint references guarantee,         -- from its own first day on
    request_id   bigint      not null references change_request,
    requested_by text        not null,
    requested_at timestamptz not null,
    refused      boolean     not null default false,
    known_at     timestamptz,                         -- accepted then; null: not yet, or never
    ended_on     date        not null default 'infinity',         -- from this day on it doesn't count
    end_known_at timestamptz not null default 'infinity',
    ended_by     text,
    end_note     text
);
create index guarantee_of_customer on guarantee (customer_id, id desc);
create index guarantee_expiry on guarantee (ledger_id, valid_until) where known_at is not null and ended_on = 'infinity';
create index guarantee_request on guarantee (request_id);

-- What rules read of guarantees, and what of the granted limit rests on them: as much of it lapses with them.
alter table classification add column accepted_guarantees bigint not null default 0;
alter table classification add column granted_guarantees bigint not null default 0;
alter table decision add column granted_guarantees bigint not null default 0;

alter table guarantee enable row level security;
alter table guarantee force row level security;
create policy ledger_only on guarantee using (ledger_id = (select entered_ledger()));
create policy in_scope on guarantee as restrictive for select using ((select scope_is_open()) or in_scope(customer_id));

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
           when 'guarantee' then exists (select from guarantee g where g.id::text = audit.key)
           else true
       end);

create function raise_guarantee() returns trigger
    language plpgsql as $$
begin
    insert into event (ledger_id, type, customer_id, subject, data)
    select new.ledger_id,
           case when new.ended_on = 'infinity' then 'dev.assay.guarantee.accepted' else 'dev.assay.guarantee.ended' end,
           new.customer_id, m.code,
           jsonb_build_object('guaranteeId', new.id, 'customerCode', m.code, 'kind', new.kind,
                              'accepted', round(new.accepted / power(10::numeric, l.scale), l.scale),
                              'validFrom', new.valid_from, 'validUntil', nullif(new.valid_until, 'infinity'),
                              'replaces', new.replaces, 'endedOn', nullif(new.ended_on, 'infinity'))
      from customer m
      cross join (select ledger_scale(entered_ledger()) as scale) l
     where m.id = new.customer_id;
    return null;
end $$;
create trigger raise_accepted after update on guarantee for each row
    when (old.known_at is null and new.known_at is not null) execute function raise_guarantee();
create trigger raise_ended after update on guarantee for each row
    when (old.ended_on = 'infinity' and new.ended_on <> 'infinity') execute function raise_guarantee();
