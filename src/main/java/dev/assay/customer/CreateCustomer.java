package dev.assay.customer;

import dev.assay.customer.IdempotentAnswers.Answer;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.personal.PersonalIds;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.EntityTag;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.UriBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates a customer; one without a code is numbered. */
@ApplicationScoped
class CreateCustomer {

    private static final int CREATED = 201;

    @Inject
    LedgerTransaction transaction;

    @Inject
    CustomerRecords records;

    @Inject
    PersonalIds personalIds;

    @Inject
    Clock clock;

    /** @param idempotencyKey null: every call creates a customer of its own */
    Answer create(Ledger ledger, CustomerBody body, @Nullable String idempotencyKey, String changedBy) {
        CustomerDraft draft = personalIds.seal(ledger, body.draft(ledger, null));
        PutCustomer.refuseMasked(draft);
        return transaction.call(ledger, connection -> {
            CustomerNumbers numbers = CustomerNumbers.lock(connection, ledger);
            if (idempotencyKey == null) {
                return create(connection, ledger, numbers, draft, changedBy);
            }
            IdempotentAnswers.Request request = new IdempotentAnswers.Request(
                    "POST customers", idempotencyKey, IdempotentAnswers.digest().digest(body.bytes()));
            Optional<Answer> before = IdempotentAnswers.find(connection, ledger, request);
            if (before.isPresent()) {
                return before.get();
            }
            Answer answer = create(connection, ledger, numbers, draft, changedBy);
            IdempotentAnswers.keep(connection, ledger, request, answer, clock.instant());
            return answer;
        });
    }

    private Answer create(
            Connection connection, Ledger ledger, CustomerNumbers numbers, CustomerDraft draft, String changedBy)
            throws SQLException {
        String code = draft.code();
        if (code == null) {
            code = numbers.take(1, Set.of()).get(0);
        } else if (Customers.find(connection, ledger, code).isPresent()) {
            throw ProblemType.DUPLICATE.problem(
                    "Customer \"" + code + "\" exists; change it with PUT, or leave the code out to have one given.",
                    List.of(new FieldError("/code", "\"" + code + "\" is taken")));
        }
        CustomerView view = records.create(connection, ledger, draft.withCode(code), changedBy)
                .view();
        return new Answer(
                CREATED,
                UriBuilder.fromPath("/api/v1/ledgers/{ledger}/customers/{code}")
                        .build(ledger.code(), code)
                        .toString(),
                EntityTag.of(view.version()),
                CustomerJson.write(view));
    }
}
