package dev.assay.document;

import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.document.content.DocumentKind;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored of documents: one by id, with its history, or page by page. */
@ApplicationScoped
class FindDocuments {
    /** Versions of one document that are shown, the latest. */
    private static final int VERSIONS_MAX = 1_000;

    private final LedgerTransaction transaction;

    @Inject
    FindDocuments(LedgerTransaction transaction) {
        this.transaction = transaction;
    }

    /** @throws dev.assay.platform.problem.Problem DOCUMENT_NOT_FOUND */
    DocumentView current(Ledger ledger, String id) {
        return one(ledger, id, DocumentRows.CURRENT_BY_ID, 1).get(0);
    }

    /**
     * All versions, latest first.
     *
     * @throws dev.assay.platform.problem.Problem DOCUMENT_NOT_FOUND
     */
    DocumentView.Versions versions(Ledger ledger, String id) {
        return new DocumentView.Versions(one(ledger, id, DocumentRows.VERSIONS_BY_ID, VERSIONS_MAX));
    }

    private List<DocumentView> one(Ledger ledger, String id, String query, int limit) {
        return transaction.read(ledger, connection -> {
            List<DocumentRows.Row> rows =
                    id.indexOf('\0') >= 0 ? List.of() : DocumentRows.read(connection, query, ledger.id(), id, limit);
            if (rows.isEmpty()) {
                throw ProblemType.DOCUMENT_NOT_FOUND.problem("Document \"" + id + "\" doesn't exist in ledger \""
                        + ledger.code() + "\"; check the id, or send the document.");
            }
            return DocumentRows.views(connection, ledger, rows);
        });
    }

    /**
     * Current versions: of one customer in the order in which they first arrived, of the whole ledger by id.
     *
     * @throws dev.assay.platform.problem.Problem CUSTOMER_NOT_FOUND, INVALID_REQUEST
     */
    DocumentView.Page page(
            Ledger ledger, @Nullable String customer, @Nullable DocumentKind kind, @Nullable String cursor, int limit) {
        String search = DocumentCursor.search(customer, kind == null ? null : kind.name());
        DocumentCursor after = cursor == null ? null : DocumentCursor.decode(cursor, search);
        return transaction.read(ledger, connection -> {
            List<DocumentRows.Row> rows = customer == null
                    ? ofLedger(connection, ledger, kind, after, limit + 1)
                    : ofCustomer(connection, ledger, customer, kind, after, limit + 1);
            if (rows.size() <= limit) {
                return new DocumentView.Page(DocumentRows.views(connection, ledger, rows), null);
            }
            DocumentRows.Row last = rows.get(limit - 1);
            String position = customer == null ? last.id() : String.valueOf(last.key());
            return new DocumentView.Page(
                    DocumentRows.views(connection, ledger, rows.subList(0, limit)),
                    new DocumentCursor(search, position).encode());
        });
    }

    private static List<DocumentRows.Row> ofLedger(
            Connection connection,
            Ledger ledger,
            @Nullable DocumentKind kind,
            @Nullable DocumentCursor after,
            int limit)
            throws SQLException {
        return DocumentRows.read(
                connection,
                DocumentRows.CURRENT_OF_LEDGER,
                ledger.id(),
                after == null ? "" : after.last(),
                code(kind),
                limit);
    }

    private static List<DocumentRows.Row> ofCustomer(
            Connection connection,
            Ledger ledger,
            String customer,
            @Nullable DocumentKind kind,
            @Nullable DocumentCursor after,
            int limit)
            throws SQLException {
        Customer.Identity identity = (customer.indexOf('\0') >= 0
                        ? java.util.Optional.<Customer.Identity>empty()
                        : Customers.find(connection, ledger, customer))
                .orElseThrow(() -> ProblemType.CUSTOMER_NOT_FOUND.problem("Customer \"" + customer
                        + "\" doesn't exist in ledger \"" + ledger.code() + "\"; check the code."));
        return DocumentRows.read(
                connection,
                DocumentRows.CURRENT_OF_CUSTOMER,
                identity.id(),
                after == null ? 0L : after.lastKey(),
                code(kind),
                limit);
    }

    /** 0 stands for every kind. */
    private static int code(@Nullable DocumentKind kind) {
        return kind == null ? 0 : kind.code();
    }
}
