-- Rises that wait are found among what stands; few are. What was asked for a customer is found by him.
create index classification_rise on classification (ledger_id) where limit_status = 'PENDING';
create index change_request_rise on change_request (customer_id) where kind = 'LIMIT_RISE';
