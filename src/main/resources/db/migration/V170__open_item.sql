-- What of the documents still counts today: the few rows a credit position needs of all that a customer ever had. Kept by the merge
-- of every batch; open_item_by_documents says what it has to hold, and fills and repairs it. Amounts are minor units.

create table open_item (
    customer_id   bigint   not null,
    key           bigint   not null,
    open          bigint   not null,                  -- INVOICE: open, negative: paid too much; ORDER: not invoiced yet; PAYMENT, CREDIT_NOTE: not applied yet
    due_date      date     not null,                  -- infinity: none
    doc_date      date     not null,                  -- counts from here on
    alloc_to      date     not null,                  -- `open` is right from here on; before it, allocations must be read
    delivery_date date     not null,                  -- -infinity: none
    ledger_id     int      not null,
    kind          smallint not null,
    disputed      boolean  not null,
    prepaid       boolean  not null,
    primary key (customer_id, key)
) with (fillfactor = 85);

-- Kept for an allocation that was dated ahead; once its day has come, the next batch drops it.
create index open_item_spent on open_item (ledger_id, alloc_to) where open = 0;

alter table open_item enable row level security;
-- Of all ledgers in one pass: policies would show one at a time. Batches that are being merged are waited for.
lock table document in share mode;
alter table document no force row level security;
alter table allocation no force row level security;
create policy ledger_only on open_item using (ledger_id = (select entered_ledger()));

-- The current version of every document that isn't void, with what of it is open once all its allocations count. As the metrics
-- statement reckons it. Prepaid orders are never part of an exposure.
create view open_item_by_documents with (security_invoker = true) as
select d.customer_id, d.key,
       case when d.kind = 1 then greatest(d.amount - d.settled, 0)
            when d.kind = 2 then d.amount - d.settled
            when d.alloc_from = 'infinity' then d.amount
            when d.currency_amount = d.amount then d.amount - d.settled
            when d.currency_amount < d.amount and d.settled = d.amount then 0
            else (select cast(round((d.currency_amount - coalesce(sum(a.amount), 0)) * d.minor_rate) as bigint)
                    from allocation a
                   where a.customer_id = d.customer_id and a.source_key = d.key and a.ledger_id = d.ledger_id
                     and a.superseded_at = 'infinity')
       end as open,
       d.due_date, d.doc_date, d.alloc_to, d.delivery_date, d.ledger_id, d.kind, d.disputed, d.prepaid
  from document d
 where d.superseded_at = 'infinity' and d.amount > 0 and not (d.kind = 1 and d.prepaid);

insert into open_item
select * from open_item_by_documents
 where open <> 0 or alloc_to >= current_date - 1; -- dates are the ledgers': a day of grace

alter table open_item force row level security;
alter table document force row level security;
alter table allocation force row level security;
