#!/bin/sh
# A plain role for the service: row-level security doesn't hold for a superuser.
set -e
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v password="$ASSAY_DB_PASSWORD" <<'SQL'
create role assay login nosuperuser nobypassrls password :'password';
create database assay owner assay;
SQL
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname assay --file /assay/leakproof.sql
