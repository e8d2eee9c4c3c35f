-- Master data that only changes when another person agrees: which fields is a setting of the ledger.
alter table ledger add column protected_fields text[] not null default '{}';

-- What a request of kind MASTER_DATA asks for; a number of an individual is sealed as in customer.tax_id.
create table customer_change (
    request_id  bigint primary key references change_request,
    ledger_id   int    not null,
    customer_id bigint not null,
    field       text   not null check (field in ('taxId', 'parentCode')),
    value       text                                 -- null: none
);
alter table customer_change enable row level security;
alter table customer_change force row level security;
create policy ledger_only on customer_change using (ledger_id = (select entered_ledger()));
create policy in_scope on customer_change as restrictive for select using ((select scope_is_open()) or in_scope(customer_id));

-- An account that waits for its request doesn't count yet.
alter table bank_account add column request_id bigint references change_request, add column waiting boolean not null default false;

-- Versions stay as they were, but for an individual's personal data once its deletion was asked for.
create function refuse_change_but_erasure() returns trigger
    language plpgsql as $$
begin
    if current_setting('assay.erasing', true) is distinct from 'on'
       or old.data - '{name,taxId,contacts}'::text[] <> new.data - '{name,taxId,contacts}'::text[]
       or (old.customer_id, old.version, old.ledger_id, old.recorded_at, old.changed_by)
          <> (new.customer_id, new.version, new.ledger_id, new.recorded_at, new.changed_by) then
        raise exception 'customer_version is append-only'
            using errcode = 'insufficient_privilege', hint = 'record a new row instead';
    end if;
    return new;
end $$;
drop trigger append_only on customer_version;
create trigger append_only before delete or truncate on customer_version
    for each statement execute function refuse_change();
create trigger only_erasure before update on customer_version
    for each row execute function refuse_change_but_erasure();

-- A customer as the record of changes has it: an individual's personal data stands in its versions alone, where it can be erased.
create function on_record(data jsonb, version int) returns jsonb
    language sql immutable parallel safe as $$
    select case when data ->> 'type' = 'INDIVIDUAL'
           then (data - '{name,taxId,contacts}'::text[]) || jsonb_build_object('personalData', 'version ' || version)
           else data end
$$;

-- What was done to the personal data of a customer out of scope is out of scope.
drop policy in_scope on audit;
create policy in_scope on audit as restrictive for select using (
    (select scope_is_open())
    or case entity
           when 'customer' then exists (select from customer c where c.code = audit.key)
           when 'personal-data' then exists (select from customer c where c.code = audit.key)
           when 'tax-id' then exists (select from customer c where c.code = audit.key)
           when 'bank-account' then exists (select from customer c where c.code = audit.key)
           when 'change-request' then exists (select from change_request r where r.id::text = audit.key)
           when 'override' then exists (select from override o where o.id::text = audit.key)
           else true
       end);
