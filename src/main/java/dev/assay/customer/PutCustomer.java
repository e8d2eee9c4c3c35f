package dev.assay.customer;

import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.IdNumber;
import dev.assay.customer.personal.PersonalIds;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Creates the customer with a given code, or replaces its content. */
@ApplicationScoped
class PutCustomer {

    @Inject
    LedgerTransaction transaction;

    @Inject
    CustomerRecords records;

    @Inject
    ProtectedFields protectedFields;

    @Inject
    PersonalIds personalIds;

    /** A customer as it now is, and whether this call created it. */
    record Stored(CustomerView view, boolean created) {}

    Stored put(Ledger ledger, String code, CustomerBody body, Precondition precondition, String changedBy) {
        CustomerDraft sent = personalIds.seal(ledger, body.draft(ledger, code));
        return transaction.call(ledger, connection -> {
            CustomerNumbers.lock(connection, ledger);
            CustomerEntity entity = CustomerEntity.findByCode(ledger.id(), code).orElse(null);
            precondition.check(code, entity == null ? null : entity.version);
            if (entity == null) {
                refuseMasked(sent);
                return new Stored(
                        records.create(connection, ledger, sent, changedBy).view(), true);
            }
            CustomerDraft draft = personalIds.keep(ledger, sent, entity.taxId);
            refuseMasked(draft);
            ProtectedFields.Split split = protectedFields.split(connection, ledger, entity, draft, changedBy);
            CustomerView view = records.change(connection, ledger, entity, split.now(), changedBy)
                    .view();
            return new Stored(view.withWarnings(split.waiting()), false);
        });
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT if the number is one that was shown masked */
    static void refuseMasked(CustomerDraft draft) {
        if (draft.taxId() != null && !IdNumber.isSealed(draft.taxId()) && IdNumber.isMasked(draft.taxId())) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The customer's number is not acceptable.", List.of(new FieldError("/taxId", PersonalIds.MASKED)));
        }
    }
}
