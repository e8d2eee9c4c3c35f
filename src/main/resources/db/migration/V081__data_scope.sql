-- Data scope: which customers the person behind a transaction sees. Set by LedgerTransaction beside the ledger it enters; nothing
-- set, as in bulk runs, is everyone. The policies narrow those of the ledger, so that no query can forget them.

create function entered_scope() returns jsonb
    language sql stable parallel safe
    return nullif(current_setting('assay.scope', true), '')::jsonb;

create function scope_is_open() returns boolean
    language sql stable parallel safe
    return entered_scope() is null;

-- A value that is asked for must be there and be one of the given ones.
create function scope_shows(scope jsonb, region text, department text, owner text) returns boolean
    language sql immutable parallel safe
    return (scope -> 'regions' is null or coalesce(scope -> 'regions' ? region, false))
       and (scope -> 'departments' is null or coalesce(scope -> 'departments' ? department, false))
       and (scope -> 'owners' is null or coalesce(scope -> 'owners' ? owner, false));

-- Asked only where a scope is set. The customer is looked up under its own policies.
create function in_scope(customer_id bigint) returns boolean
    language plpgsql stable parallel safe as $$
begin
    return exists (select from customer c where c.id = in_scope.customer_id);
end $$;

create policy in_scope on customer as restrictive for select
    using ((select scope_is_open()) or scope_shows((select entered_scope()), region, department, owner));

do $$
declare
    t text;
begin
    foreach t in array array ['customer_version', 'document_key', 'decision', 'classification', 'reclassification_change',
                              'reclassification_failure'] loop
        execute format('create policy in_scope on %s as restrictive for select'
                       ' using ((select scope_is_open()) or in_scope(customer_id))', t);
    end loop;
end $$;

-- Records of changes of master data are about a customer, by its code.
create policy in_scope on audit as restrictive for select
    using ((select scope_is_open()) or entity <> 'customer' or exists (select from customer c where c.code = audit.key));
