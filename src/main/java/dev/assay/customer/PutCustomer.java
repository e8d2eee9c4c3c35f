package dev.assay.customer;

import dev.assay.customer.content.CustomerDraft;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates the customer with a given code, or replaces its content. */
@ApplicationScoped
class PutCustomer {

    @Inject
    LedgerTransaction transaction;

    @Inject
    CustomerRecords records;

    /** A customer as it now is, and whether this call created it. */
    record Stored(CustomerView view, boolean created) {}

    Stored put(Ledger ledger, String code, CustomerBody body, Precondition precondition, String changedBy) {
        CustomerDraft draft = body.draft(ledger, code);
        return transaction.call(ledger, connection -> {
            CustomerNumbers.lock(connection, ledger);
            CustomerEntity entity = CustomerEntity.findByCode(ledger.id(), code).orElse(null);
            precondition.check(code, entity == null ? null : entity.version);
            CustomerRecords.Written written = entity == null
                    ? records.create(connection, ledger, draft, changedBy)
                    : records.change(connection, ledger, entity, draft, changedBy);
            return new Stored(written.view(), entity == null);
        });
    }
}
