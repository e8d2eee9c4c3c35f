-- Who comes in by the identity provider and has no password here; nobody else of that name does.
alter table app_user add column by_provider boolean not null default false;
