-- The audit becomes a chain: every statement that records changes adds a link, whose hash covers its rows and the hash before it.
-- Whoever alters, adds or removes a row behind the service's back breaks the link it belongs to; whoever removes the last links
-- leaves the head behind.

alter table audit
    add column link       bigint not null default 0,  -- of its ledger
    add column remote     text default nullif(current_setting('assay.remote', true), ''),
    add column request_id text default nullif(current_setting('assay.request_id', true), ''),
    add column reason     text default nullif(current_setting('assay.reason', true), '');

create table audit_link (
    ledger_id int    not null,                        -- 0: the installation itself
    link      bigint not null,                        -- from 1, without gaps
    entries   int    not null,
    hash      bytea  not null,
    primary key (ledger_id, link)
);
create trigger append_only before update or delete or truncate on audit_link
    for each statement execute function refuse_change();

create table audit_head (
    ledger_id int primary key,
    link      bigint not null,
    hash      bytea  not null
);

-- What a hash covers of a row. Text of JSON is as the database prints it: keys in its order.
create function audit_digest(a audit) returns bytea
    language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(a.id, a.ledger_id, extract(epoch from a.recorded_at)::text, a.changed_by, a.entity, a.key,
        a.before, a.after, a.remote, a.request_id, a.reason)::text, 'UTF8'));

-- Before the rows: the writers of a ledger's chain wait for each other until they commit, and the link gets its number.
create function audit_open_link() returns trigger
    language plpgsql as $$
declare
    entered int := coalesce(entered_ledger(), 0);
    last bigint;
begin
    insert into audit_head values (entered, 0, ''::bytea) on conflict do nothing;
    select link into last from audit_head where ledger_id = entered for update;
    perform set_config('assay.audit_link', (last + 1)::text, true);
    return null;
end $$;

create function audit_close_link() returns trigger
    language plpgsql as $$
declare
    entered int := coalesce(entered_ledger(), 0);
    head audit_head%rowtype;
    written int;
    digests bytea;
    next bytea;
begin
    select count(*), string_agg(audit_digest(row(e.*)::audit), ''::bytea order by e.id) into written, digests from entries e;
    if written > 0 then
        select * into head from audit_head where ledger_id = entered;
        next := sha256(head.hash || digests);
        insert into audit_link values (entered, head.link + 1, written, next);
        update audit_head set link = head.link + 1, hash = next where ledger_id = entered;
    end if;
    return null;
end $$;

do $$
declare
    t text;
    l int;
    first bytea;
    written int;
begin
    foreach t in array array ['audit_link', 'audit_head'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = coalesce((select entered_ledger()), 0))', t);
    end loop;
    -- What was recorded before is the first link of its ledger.
    alter table audit disable trigger append_only;
    for l in select 0 union select id from ledger loop
        perform set_config('assay.ledger', case when l = 0 then '' else l::text end, true);
        update audit set link = 1;
        select count(*), sha256(string_agg(audit_digest(a), ''::bytea order by id)) into written, first from audit a;
        if written > 0 then
            insert into audit_link values (l, 1, written, first);
            insert into audit_head values (l, 1, first);
        end if;
    end loop;
    perform set_config('assay.ledger', '', true);
    alter table audit enable trigger append_only;
end $$;

alter table audit alter column link set default nullif(current_setting('assay.audit_link', true), '')::bigint;
create index audit_of_link on audit (ledger_id, link, id);
create trigger open_link before insert on audit for each statement execute function audit_open_link();
create trigger close_link after insert on audit referencing new table as entries
    for each statement execute function audit_close_link();
