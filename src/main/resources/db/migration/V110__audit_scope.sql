-- Whatever is about a customer out of scope is out of scope in the record too: by the customer's code, or by the thing's own id.
drop policy in_scope on audit;
create policy in_scope on audit as restrictive for select using (
    (select scope_is_open())
    or case entity
           when 'customer' then exists (select from customer c where c.code = audit.key)
           when 'bank-account' then exists (select from customer c where c.code = audit.key)
           when 'change-request' then exists (select from change_request r where r.id::text = audit.key)
           when 'override' then exists (select from override o where o.id::text = audit.key)
           else true
       end);
