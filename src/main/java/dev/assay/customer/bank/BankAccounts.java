package dev.assay.customer.bank;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.encryption.Encryption;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bank accounts on the connection of a transaction that entered the ledger. Neither the record nor a view has a whole number. */
@ApplicationScoped
class BankAccounts implements ChangeKind {

    static final String KIND = "BANK_ACCOUNT";

    private static final String HOLDER = "holder";

    private static final String ENTITY = "bank-account";
    private static final int ENDING = 4;
    private static final String MASK = "•••• ";

    @Inject
    Encryption encryption;

    @Inject
    ChangeRequests requests;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** Those in use first, in the order they were added. */
    List<BankAccountView> of(Connection connection, Ledger ledger, long customerId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select * from bank_account where customer_id = ? and ledger_id = ? order by removed_at is not null, id
                """)) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            List<BankAccountView> accounts = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    accounts.add(view(row, MASK + row.getString("ending")));
                }
            }
            return accounts;
        }
    }

    BankAccountView add(
            Connection connection, Ledger ledger, long customerId, String code, BankAccountRequest.Checked account)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into bank_account (ledger_id, customer_id, bank, holder, currency, sealed, ending, added_by, added_at,
                  request_id, waiting)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning *
                """)) {
            String number = account.number();
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setString(3, account.bank());
            insert.setString(4, account.holder());
            insert.setString(5, account.currency());
            insert.setString(6, encryption.encrypt(number, context(ledger, customerId)));
            insert.setString(7, number.substring(number.length() - ENDING));
            insert.setString(8, caller.name());
            insert.setObject(9, now());
            Long request = ledger.protects(Ledger.ProtectedField.BANK_ACCOUNT)
                    ? ask(connection, ledger, customerId, code, account)
                    : null;
            insert.setObject(10, request, Types.BIGINT);
            insert.setBoolean(11, request != null);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                BankAccountView view = view(row, MASK + row.getString("ending"));
                audit(connection, ledger, code, null, view);
                return view;
            }
        }
    }

    private long ask(
            Connection connection, Ledger ledger, long customerId, String code, BankAccountRequest.Checked account)
            throws SQLException {
        String shown = account.bank() + " " + MASK
                + account.number().substring(account.number().length() - ENDING);
        return requests.open(
                connection,
                ledger,
                new ChangeRequests.Wish(
                        KIND,
                        code,
                        customerId,
                        new ChangeRequest.Summary(
                                "客户 " + code + "：新增银行账户 " + shown,
                                "Customer " + code + ": a new bank account, " + shown),
                        json.createObjectNode().put("customerCode", code).put("account", shown),
                        null),
                caller.name());
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update bank_account set waiting = false where request_id = ? and removed_at is null")) {
            update.setLong(1, request.id());
            if (update.executeUpdate() == 0) {
                throw ProblemType.CONFLICT.problem("The account was removed since; reject the request.");
            }
        }
    }

    @Override
    public void refused(Connection connection, Ledger ledger, ChangeRequest request, String by) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update bank_account set removed_by = ?, removed_at = ? where request_id = ? and removed_at is null")) {
            update.setString(1, by);
            update.setObject(2, now());
            update.setLong(3, request.id());
            update.executeUpdate();
        }
    }

    /** @throws dev.assay.platform.problem.Problem NOT_FOUND, also if it was removed before */
    void remove(Connection connection, Ledger ledger, long customerId, String code, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update bank_account set removed_by = ?, removed_at = ?
                 where id = ? and customer_id = ? and removed_at is null
                returning *
                """)) {
            update.setString(1, caller.name());
            update.setObject(2, now());
            update.setLong(3, id);
            update.setLong(4, customerId);
            try (ResultSet row = update.executeQuery()) {
                if (!row.next()) {
                    throw unknown(id);
                }
                audit(connection, ledger, code, view(row, MASK + row.getString("ending")), null);
            }
        }
    }

    /** The whole number, for a reason that goes on record with who saw it. */
    BankAccountView reveal(Connection connection, Ledger ledger, long customerId, String code, long id, String reason)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select * from bank_account where id = ? and customer_id = ?")) {
            query.setLong(1, id);
            query.setLong(2, customerId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw unknown(id);
                }
                BankAccountView view =
                        view(row, encryption.decrypt(row.getString("sealed"), context(ledger, customerId)));
                audit(
                        connection,
                        ledger,
                        code,
                        null,
                        Map.of("revealed", MASK + row.getString("ending"), "reason", reason));
                return view;
            }
        }
    }

    /** Encrypts anew what a former key protects; returns how many that were. */
    int rotate(Connection connection, Ledger ledger) throws SQLException {
        int rotated = 0;
        try (PreparedStatement query = connection.prepareStatement(
                        "select id, customer_id, sealed from bank_account where ledger_id = ? for update");
                PreparedStatement update =
                        connection.prepareStatement("update bank_account set sealed = ? where id = ?")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String sealed = row.getString("sealed");
                    if (encryption.isStale(sealed)) {
                        String context = context(ledger, row.getLong("customer_id"));
                        update.setString(1, encryption.encrypt(encryption.decrypt(sealed, context), context));
                        update.setLong(2, row.getLong("id"));
                        update.executeUpdate();
                        rotated++;
                    }
                }
            }
        }
        return rotated;
    }

    private static RuntimeException unknown(long id) {
        return ProblemType.NOT_FOUND.problem("The customer has no bank account " + id + " in use.");
    }

    private static String context(Ledger ledger, long customerId) {
        return "bank account " + ledger.id() + "/" + customerId;
    }

    private static BankAccountView view(ResultSet row, String number) throws SQLException {
        OffsetDateTime removed = row.getObject("removed_at", OffsetDateTime.class);
        return new BankAccountView(
                row.getLong("id"),
                row.getString("bank"),
                row.getString("holder"),
                row.getString("currency"),
                number,
                row.getBoolean("waiting"),
                row.getString("added_by"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("removed_by"),
                removed == null ? null : removed.toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private void audit(
            Connection connection, Ledger ledger, String code, @Nullable Object before, @Nullable Object after)
            throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                caller.name(),
                new AuditLog.Change(ENTITY, code, write(before), write(after)));
    }

    /** Without the holder, who may be a person that wants to be erased. */
    private @Nullable String write(@Nullable Object view) {
        if (view == null) {
            return null;
        }
        ObjectNode written = json.valueToTree(view);
        written.remove(HOLDER);
        return written.toString();
    }
}
