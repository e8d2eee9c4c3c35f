-- Who changed what, before and after. Append-only: the database itself refuses anything but insert and select.

create function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'insufficient_privilege', hint = 'record a new row instead';
end $$;

create table audit (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null,             -- 0: the installation itself, outside of any ledger
    recorded_at timestamptz not null,
    changed_by  text        not null,
    entity      text        not null,             -- what kind of thing: ledger, customer, …
    key         text collate "C" not null,        -- its code or id within the ledger
    before      jsonb,                            -- null: it did not exist
    after       jsonb                             -- null: it does not exist any more
);
create index audit_of_one on audit (ledger_id, entity, key, id desc);
create index audit_latest on audit (ledger_id, id desc);

create trigger append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();

alter table audit enable row level security;
alter table audit force row level security;
create policy ledger_only on audit using (ledger_id = coalesce((select entered_ledger()), 0));
