-- People and machines: what they may enter and see, and for how long.

alter table api_key
    add column ledgers        text[],                 -- codes; null: all
    add column expires_at     timestamptz,            -- null: never
    add column last_used_at   timestamptz,            -- to the minute
    add column previous_hash  bytea unique,           -- the secret before the last rotation
    add column previous_until timestamptz,            -- until when it still works
    add column created_by     text not null default 'installation';

alter table app_user
    add column display_name         text        not null default '',
    add column ledgers              text[],           -- codes; null: all
    add column regions              text[]      not null default '{}',    -- data scope: empty asks for nothing
    add column departments          text[]      not null default '{}',
    add column owners               text[]      not null default '{}',
    add column approval_limit       numeric,          -- null: any amount
    add column locked               boolean     not null default false,
    add column expires_at           timestamptz,      -- null: never
    add column must_change_password boolean     not null default false,
    add column failures             int         not null default 0,       -- wrong passwords since the last right one
    add column locked_until         timestamptz,      -- after too many of them
    add column totp_secret          bytea,            -- null: no second factor
    add column totp_confirmed       boolean     not null default false,
    add column totp_last_step       bigint,           -- a code is good once
    add column last_login_at        timestamptz,
    add column version              int         not null default 1;

-- Sessions of people, for every node. The browser holds the random id, the table only its hash.
create table user_session (
    id_hash      bytea primary key,
    username     text        not null references app_user on delete cascade,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,                -- to the minute
    expires_at   timestamptz not null
);
create index user_session_of_user on user_session (username);
create index user_session_expiry on user_session (expires_at);
