-- Which sample ledgers are complete: loaded and graded. A start that was cut off in between begins again.
create table sample_ledger (
    ledger_id int primary key references ledger,
    loaded_at timestamptz not null
);
