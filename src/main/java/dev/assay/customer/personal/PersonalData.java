package dev.assay.customer.personal;

import dev.assay.audit.AuditLog;
import dev.assay.customer.Customer;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Erases what is known of an individual, and keeps what its decisions were made from. */
@ApplicationScoped
public class PersonalData {

    static final String ERASED = "已删除 (erased)";

    @Inject
    PersonalIds ids;

    @Inject
    Clock clock;

    /**
     * Takes name, number, contacts and bank accounts out of the customer and all of its versions, and archives it. What rules read, and
     * the code, stay: decisions are replayed as before. The record of changes never had these of individuals.
     */
    void erase(Connection connection, Ledger ledger, Customer customer, String by, String reasonJson)
            throws SQLException {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        String gone = "'{\"taxId\":null,\"contacts\":[]}'::jsonb || jsonb_build_object('name', ?::text)";
        run(connection, "select set_config('assay.erasing', 'on', true)");
        run(
                connection,
                "update customer_version set data = data || " + gone + " where customer_id = ? and ledger_id = ?",
                ERASED,
                customer.id(),
                ledger.id());
        run(connection, "select set_config('assay.erasing', '', true)");
        run(connection, """
                with erased as (
                  update customer
                     set name = ?, name_key = '', name_terms = '', tax_id = null, contacts = '[]', status = 'ARCHIVED',
                         version = version + 1, updated_at = ?
                   where id = ? and ledger_id = ?
                  returning id, version, ledger_id)
                insert into customer_version (customer_id, version, ledger_id, recorded_at, changed_by, data)
                select e.id, e.version, e.ledger_id, ?, ?, v.data || '{"status":"ARCHIVED"}'
                  from erased e
                  join customer_version v on v.customer_id = e.id and v.version = e.version - 1
                """, ERASED, now, customer.id(), ledger.id(), now, by);
        run(connection, "delete from bank_account where customer_id = ? and ledger_id = ?", customer.id(), ledger.id());
        run(connection, """
                delete from idempotent_answer
                 where ledger_id = ? and operation = 'POST customers' and body::jsonb ->> 'code' = ?
                """, ledger.id(), customer.code());
        run(
                connection,
                "update customer_note set contact = null, content = ? where customer_id = ? and ledger_id = ?",
                ERASED,
                customer.id(),
                ledger.id());
        // Requests before what they ask for, as whoever answers them.
        run(
                connection,
                "update change_request set payload = '{}' where kind = 'GUARANTEE' and customer_id = ? and ledger_id = ?",
                customer.id(),
                ledger.id());
        run(
                connection,
                "update guarantee set issuer = ?, reference = '', note = '', end_note = null where customer_id = ? and ledger_id = ?",
                ERASED,
                customer.id(),
                ledger.id());
        run(
                connection,
                "delete from customer_change where customer_id = ? and ledger_id = ?",
                customer.id(),
                ledger.id());
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change("personal-data", customer.code(), null, reasonJson));
    }

    /** Seals anew, by the current key, the numbers of individuals that a former one sealed, or none; returns how many that were. */
    public int rotate(Connection connection, Ledger ledger) throws SQLException {
        Map<Long, String> stale = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                select id, tax_id from customer
                 where ledger_id = ? and type = 'INDIVIDUAL' and tax_id is not null
                 order by id
                   for update
                """)) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String resealed = ids.resealed(ledger, row.getString(2));
                    if (resealed != null) {
                        stale.put(row.getLong(1), resealed);
                    }
                }
            }
        }
        run(
                connection,
                """
                update customer c set tax_id = sealed.tax_id
                  from unnest(?::bigint[], ?::text[]) as sealed (id, tax_id)
                 where c.id = sealed.id
                """,
                connection.createArrayOf("bigint", stale.keySet().toArray()),
                connection.createArrayOf("text", stale.values().toArray()));
        return stale.size();
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
