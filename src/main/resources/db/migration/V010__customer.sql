-- Master data. `id` is unique across ledgers (documents are partitioned by it), `code` within its ledger. Codes sort by their
-- bytes, whatever the server's locale, so that a page of customers ends at the same code everywhere. parent_id has no foreign
-- key: its check runs row by row on a plan that a connection keeps from when the table was small, and made a batch of 100,000 take
-- minutes. Writers look parents up in their own ledger under a lock, customers are never deleted, and other ledgers are invisible.

create table customer (
    id          bigint generated always as identity primary key,
    ledger_id   int         not null references ledger,
    code        text collate "C" not null check (char_length(code) between 1 and 20),
    name        text        not null,
    type        text        not null default 'ENTERPRISE' check (type in ('ENTERPRISE', 'INDIVIDUAL')),
    tax_id      text,
    industry    text,
    region      text,
    size        text,
    tags        text[]      not null default '{}',    -- distinct, sorted
    attributes  jsonb       not null default '{}',    -- as the ledger's attribute_definitions type them; dates as ISO text
    contacts    jsonb       not null default '[]',
    parent_id   bigint,
    owner       text,
    department  text,
    status      text        not null default 'ACTIVE' check (status in ('ACTIVE', 'INACTIVE', 'ARCHIVED')),
    version     int         not null default 1,       -- from 1, one more with every change; the ETag
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    name_key    text        not null default '',         -- what two customers of the same name share
    name_terms  text        not null default '',         -- what the fuzzy search compares
    unique (ledger_id, code)
);
create index customer_name on customer (ledger_id, name_key);
create index customer_tax_id on customer (ledger_id, tax_id) where tax_id is not null;
create index customer_parent on customer (ledger_id, parent_id) where parent_id is not null;
create index customer_industry on customer (ledger_id, industry, code);
create index customer_region on customer (ledger_id, region, code);
create index customer_owner on customer (ledger_id, owner, code);
create index customer_department on customer (ledger_id, department, code);
create index customer_fuzzy_name on customer using gin (name_terms gin_trgm_ops);
create index customer_tags on customer using gin (tags);
create index customer_attributes on customer using gin (attributes jsonb_path_ops);
create index customer_contacts on customer using gin (contacts jsonb_path_ops);

-- Every version ever, the current one included. A decision names the version it read, so that master data can be replayed.
create table customer_version (
    customer_id bigint      not null,
    version     int         not null,
    ledger_id   int         not null,
    recorded_at timestamptz not null,
    changed_by  text        not null,
    data        jsonb       not null,                 -- the customer as the API shows it
    primary key (customer_id, version)
);
create trigger append_only before update or delete or truncate on customer_version
    for each statement execute function refuse_change();

-- The next number of a ledger's automatic codes. Whoever writes customers locks this row first: that serialises the checks for
-- duplicates and for cycles of parents.
create table customer_sequence (
    ledger_id   int primary key references ledger,
    next_number bigint not null
);

-- What a write that carried an Idempotency-Key answered; the same key answers the same again.
create table idempotent_answer (
    ledger_id    int         not null,
    operation    text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       smallint    not null,
    location     text,
    etag         text,
    body         text        not null,                -- as it was sent, byte for byte
    recorded_at  timestamptz not null,
    primary key (ledger_id, operation, key)
);

do $$
declare
    t text;
begin
    foreach t in array array ['customer', 'customer_version', 'customer_sequence', 'idempotent_answer'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy ledger_only on %s using (ledger_id = (select entered_ledger()))', t);
    end loop;
end $$;
