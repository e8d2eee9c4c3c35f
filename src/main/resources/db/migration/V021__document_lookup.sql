-- Document ids compare by their bytes, whatever the server's locale: cheaper to look up, and pages end at the same id everywhere.
alter table document_key alter column document_id type text collate "C";

-- From a key back to the document's id: targets of allocations are shown by id. Keys only grow, so this index is filled at its
-- right end.
create unique index document_key_by_key on document_key (key);

-- What a payment or credit note applies, which a correction of it takes back.
create index allocation_source on allocation (customer_id, source_key);
