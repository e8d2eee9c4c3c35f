package dev.assay.history;

import dev.assay.engine.fact.PaymentHistory;

/** The payment history of one customer of a ledger, with the keys by which it is known. */
public record CustomerHistory(long customerId, String customerCode, PaymentHistory history) {}
