-- Who may call. Keys and passwords are stored hashed; a key's first characters are kept so that people can tell keys apart.

create table api_key (
    id         int generated always as identity primary key,
    name       text        not null unique,
    key_start  text        not null,
    key_hash   bytea       not null unique,
    roles      text[]      not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);

create table app_user (
    username      text primary key,
    password_hash text        not null,
    roles         text[]      not null,
    created_at    timestamptz not null
);
