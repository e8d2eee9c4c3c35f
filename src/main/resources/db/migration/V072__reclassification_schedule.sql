-- When a ledger's runs begin by themselves. Quartz keeps the triggers; what a run shall do stands here.
create table reclassification_schedule (
    ledger_id  int         not null references ledger,
    name       text        not null,
    cron       text        not null,                  -- in the ledger's time zone
    mode       text        not null check (mode in ('APPLY', 'SIMULATE')),
    scope      text        not null check (scope in ('ALL', 'CHANGED')),
    filter     jsonb       not null,
    enabled    boolean     not null,
    changed_by text        not null,
    changed_at timestamptz not null,
    primary key (ledger_id, name)
);
alter table reclassification_schedule enable row level security;
alter table reclassification_schedule force row level security;
create policy ledger_only on reclassification_schedule using (ledger_id = (select entered_ledger()));
