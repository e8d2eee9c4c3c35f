-- Run once by a superuser in the service's database, before the service first starts; the embedded server does so by itself.
-- Under row-level security an index serves a condition only if its function is known to leak nothing of rows it doesn't return.
-- These five neither raise errors nor tell anything but their result. Without this file searches of customers by name, tag,
-- custom field or contact give the same answers by a scan of the ledger.
create extension if not exists pg_trgm;
alter function word_similarity_op (text, text) leakproof;
alter function word_similarity_commutator_op (text, text) leakproof;
alter function arraycontains (anyarray, anyarray) leakproof;
alter function jsonb_contains (jsonb, jsonb) leakproof;
alter function textlike (text, text) leakproof;
