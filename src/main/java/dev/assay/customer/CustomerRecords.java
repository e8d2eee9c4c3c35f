package dev.assay.customer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.audit.AuditLog;
import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerType;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes one customer with its version and its audit record. The caller holds {@link CustomerNumbers}, and so the ledger's lock. */
@ApplicationScoped
class CustomerRecords {

    @Inject
    Clock clock;

    /** A customer as it now is, and whether this call changed anything. */
    record Written(CustomerView view, boolean changed) {}

    Written create(Connection connection, Ledger ledger, CustomerDraft draft, String changedBy) throws SQLException {
        List<FieldError> warnings = Duplicates.check(connection, ledger, draft, null);
        CustomerEntity entity = new CustomerEntity();
        entity.ledgerId = ledger.id();
        entity.code = Objects.requireNonNull(draft.code());
        entity.version = 1;
        entity.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entity.updatedAt = entity.createdAt;
        entity.take(draft, parent(connection, ledger, draft));
        entity.persistAndFlush();
        record(connection, entity, null, draft, changedBy);
        return new Written(CustomerView.of(entity, values(ledger), warnings), true);
    }

    Written change(Connection connection, Ledger ledger, CustomerEntity entity, CustomerDraft draft, String changedBy)
            throws SQLException {
        CustomerDraft before = entity.draft(values(ledger));
        if (before.equals(draft)) {
            return new Written(CustomerView.of(entity, values(ledger), List.of()), false);
        }
        List<FieldError> warnings = Duplicates.check(connection, ledger, draft, before);
        entity.version++;
        entity.updatedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entity.take(draft, parent(connection, ledger, draft));
        CustomerEntity.flush();
        record(connection, entity, before, draft, changedBy);
        return new Written(CustomerView.of(entity, values(ledger), warnings), true);
    }

    static AttributeValues values(Ledger ledger) {
        return new AttributeValues(ledger.attributeDefinitions());
    }

    private static void record(
            Connection connection,
            CustomerEntity entity,
            @Nullable CustomerDraft before,
            CustomerDraft after,
            String changedBy)
            throws SQLException {
        String data = CustomerJson.write(after);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into customer_version (customer_id, version, ledger_id, recorded_at, changed_by, data)
                values (?, ?, ?, ?, ?, ?::jsonb)
                """)) {
            insert.setLong(1, entity.id);
            insert.setInt(2, entity.version);
            insert.setInt(3, entity.ledgerId);
            insert.setObject(4, entity.updatedAt.atOffset(ZoneOffset.UTC));
            insert.setString(5, changedBy);
            insert.setString(6, data);
            insert.executeUpdate();
        }
        AuditLog.record(
                connection,
                entity.ledgerId,
                entity.updatedAt,
                changedBy,
                new AuditLog.Change(
                        "customer",
                        entity.code,
                        before == null ? null : onRecord(before, entity.version - 1),
                        onRecord(after, entity.version)));
    }

    /** As {@code on_record} does for batches: an individual's personal data stands in its versions alone, where it can be erased. */
    private static String onRecord(CustomerDraft draft, int version) {
        ObjectNode json = CustomerJson.read(CustomerJson.write(draft), ObjectNode.class);
        if (draft.type() == CustomerType.INDIVIDUAL) {
            json.remove(List.of("name", "taxId", "contacts"));
            json.put("personalData", "version " + version);
        }
        return json.toString();
    }

    private static @Nullable CustomerEntity parent(Connection connection, Ledger ledger, CustomerDraft draft)
            throws SQLException {
        String parentCode = draft.parentCode();
        if (parentCode == null) {
            return null;
        }
        Map<String, String> above = above(connection, ledger, parentCode);
        String fault = CustomerParents.fault(Objects.requireNonNull(draft.code()), parentCode, above::get);
        if (fault != null) {
            throw refused(fault);
        }
        return CustomerEntity.findByCode(ledger.id(), parentCode)
                .orElseThrow(() -> refused(CustomerParents.missing(ledger, parentCode)));
    }

    /** Parent codes by code, from a customer upwards. */
    private static Map<String, String> above(Connection connection, Ledger ledger, String code) throws SQLException {
        // One row by primary key a step; further up than a chain may reach nobody looks.
        try (PreparedStatement select = connection.prepareStatement("""
                with recursive ancestor (level, code, parent_id) as (
                    select 1, code, parent_id
                      from customer
                     where ledger_id = ? and code = ?
                    union all
                    select a.level + 1, c.code, c.parent_id
                      from ancestor a
                      join customer c on c.ledger_id = ? and c.id = a.parent_id
                     where a.level <= ?
                )
                select a.code, p.code from ancestor a join ancestor p on p.level = a.level + 1
                """)) {
            select.setInt(1, ledger.id());
            select.setString(2, code);
            select.setInt(3, ledger.id());
            select.setInt(4, CustomerParents.LEVELS_MAX);
            Map<String, String> parents = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parents.put(row.getString(1), row.getString(2));
                }
            }
            return parents;
        }
    }

    private static RuntimeException refused(String message) {
        return ProblemType.INVALID_CONTENT.problem(
                "The customer's parent is not acceptable.", List.of(new FieldError("/parentCode", message)));
    }
}
