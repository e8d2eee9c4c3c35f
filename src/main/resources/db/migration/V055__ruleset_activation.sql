-- Which ruleset version served when. The last row is the active one: a start whose rules folder can't be used goes on with it.
create table ruleset_activation (
    id             bigint generated always as identity primary key,
    hash           text        not null references ruleset_version,
    activated_at   timestamptz not null,
    activated_by   text        not null,
    engine_version text        not null             -- the engine that admitted it
);
create trigger append_only before update or delete or truncate on ruleset_activation
    for each statement execute function refuse_change();
