-- How far the events of a ledger are in Kafka, and which node sends them. Holds nothing of a ledger's data: nodes look for work in
-- all ledgers. A ledger has its row once events go to Kafka.
create table kafka_delivery (
    ledger_id     int primary key references ledger,
    delivered_seq bigint      not null default 0,     -- everything up to here was committed to the topic
    leased_until  timestamptz not null default '-infinity',
    lease         bigint      not null default 0,     -- its number: whoever has an older one has lost it
    writer        bigint      not null default 0,     -- the lease under which events were last written
    failures      int         not null default 0      -- in a row
);
