-- A reservation whose documents arrived is over for good: documents are never taken away. The next check of its customer notes it,
-- so that checks read the reservations that may count and not all that ever were.
alter table reservation drop constraint reservation_state_check;
alter table reservation add constraint reservation_state_check check (state in ('HELD', 'CONFIRMED', 'RELEASED', 'CONSUMED'));
drop index reservation_open;
create index reservation_open on reservation (customer_id, expires_at) where state in ('HELD', 'CONFIRMED');
