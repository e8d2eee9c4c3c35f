-- Bank accounts of customers. The number is encrypted under a key that isn't in the database; what people tell accounts apart by
-- is its end.
create table bank_account (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    customer_id bigint      not null,
    bank        text        not null,
    holder      text        not null,
    currency    char(3)     not null,
    sealed      text        not null,                 -- key name, colon, nonce and ciphertext
    ending      text        not null,
    added_by    text        not null,
    added_at    timestamptz not null,
    removed_by  text,
    removed_at  timestamptz
);
create index bank_account_of_customer on bank_account (customer_id, id);
alter table bank_account enable row level security;
alter table bank_account force row level security;
create policy ledger_only on bank_account using (ledger_id = (select entered_ledger()));
create policy in_scope on bank_account as restrictive for select using ((select scope_is_open()) or in_scope(customer_id));
