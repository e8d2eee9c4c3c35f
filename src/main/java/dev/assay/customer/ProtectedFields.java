package dev.assay.customer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.IdNumber;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.Ledger.ProtectedField;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of master data that wait for another person: what else a client sent is stored at once, the protected field keeps its value
 * until somebody agrees. Sent again, a change that waits already asks for nothing more; sent as it was, it is taken back.
 */
@ApplicationScoped
class ProtectedFields implements ChangeKind {

    static final String KIND = "MASTER_DATA";

    private static final String TAX_ID = "taxId";
    private static final String PARENT = "parentCode";

    @Inject
    ChangeRequests requests;

    @Inject
    CustomerRecords records;

    @Inject
    ObjectMapper json;

    /**
     * What becomes of a draft.
     *
     * @param now what is stored at once
     * @param waiting the fields that keep their values, with the requests they wait for
     */
    record Split(CustomerDraft now, List<FieldError> waiting) {}

    @Override
    public String name() {
        return KIND;
    }

    Split split(Connection connection, Ledger ledger, CustomerEntity entity, CustomerDraft wanted, String by)
            throws SQLException {
        CustomerDraft before = entity.draft(CustomerRecords.values(ledger));
        List<FieldError> waiting = new ArrayList<>();
        CustomerDraft now = wanted;
        if (ledger.protects(ProtectedField.TAX_ID)
                && hold(connection, ledger, entity, TAX_ID, before.taxId(), wanted.taxId(), by, waiting)) {
            now = now.withTaxId(before.taxId());
        }
        if (ledger.protects(ProtectedField.PARENT)
                && hold(connection, ledger, entity, PARENT, before.parentCode(), wanted.parentCode(), by, waiting)) {
            now = now.withParentCode(before.parentCode());
        }
        return new Split(now, waiting);
    }

    /** Whether the field must wait. */
    private boolean hold(
            Connection connection,
            Ledger ledger,
            CustomerEntity entity,
            String field,
            @Nullable String before,
            @Nullable String wanted,
            String by,
            List<FieldError> waiting)
            throws SQLException {
        String subject = entity.code + " " + field;
        Optional<ChangeRequest> open = requests.unanswered(connection, ledger, KIND, subject);
        boolean changes = !Objects.equals(before, wanted);
        if (open.isPresent()) {
            ChangeRequest request = open.get();
            if (changes
                    && request.state() == ChangeRequest.State.PENDING
                    && Objects.equals(wanted, value(connection, request.id()))) {
                waiting.add(waits(field, request.id()));
                return true;
            }
            requests.obsolete(connection, ledger, request.id(), by);
        }
        if (!changes) {
            return false;
        }
        long id = requests.open(connection, ledger, wish(entity, subject, field, before, wanted), by);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into customer_change (request_id, ledger_id, customer_id, field, value) values (?, ?, ?, ?, ?)
                """)) {
            insert.setLong(1, id);
            insert.setInt(2, ledger.id());
            insert.setLong(3, entity.id);
            insert.setString(4, field);
            insert.setString(5, wanted);
            insert.executeUpdate();
        }
        waiting.add(waits(field, id));
        return true;
    }

    private static FieldError waits(String field, long request) {
        return new FieldError(
                "/" + field, "keeps its value until another person agrees to request " + request + " (待审核)");
    }

    private ChangeRequests.Wish wish(
            CustomerEntity entity, String subject, String field, @Nullable String before, @Nullable String wanted) {
        String from = shown(before);
        String to = shown(wanted);
        return new ChangeRequests.Wish(
                KIND,
                subject,
                entity.id,
                new ChangeRequest.Summary(
                        "客户 " + entity.code + "：" + (field.equals(TAX_ID) ? "税号" : "上级客户") + "由 " + from + " 改为 " + to,
                        "Customer " + entity.code + ": " + field + " changes from " + from + " to " + to),
                json.createObjectNode()
                        .put("customerCode", entity.code)
                        .put("field", field)
                        .put("from", from)
                        .put("to", to),
                null);
    }

    private static String shown(@Nullable String value) {
        return value == null ? "—" : IdNumber.shown(value);
    }

    private static @Nullable String value(Connection connection, long request) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select value from customer_change where request_id = ?")) {
            query.setLong(1, request);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        var unused = CustomerNumbers.lock(connection, ledger);
        try (PreparedStatement query = connection.prepareStatement(
                "select customer_id, field, value from customer_change where request_id = ? and ledger_id = ?")) {
            query.setLong(1, request.id());
            query.setInt(2, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw ProblemType.CONFLICT.problem("The customer's personal data was erased; reject the request.");
                }
                CustomerEntity entity = CustomerEntity.findById(row.getLong(1));
                CustomerDraft before = entity.draft(CustomerRecords.values(ledger));
                String value = row.getString(3);
                CustomerDraft after =
                        row.getString(2).equals(TAX_ID) ? before.withTaxId(value) : before.withParentCode(value);
                String by = request.steps().get(request.steps().size() - 1).by();
                var written = records.change(connection, ledger, entity, after, by);
            }
        }
    }
}
