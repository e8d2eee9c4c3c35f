package dev.assay.customer.batch;

import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the staged lines have to be compared with in the ledger.
 *
 * @param parents parent code (null: none) by code, for every customer named in the batch and all above it
 * @param names codes by name key, of the names in the batch
 * @param taxIds codes by tax id, of the tax ids in the batch
 */
record StoredCustomers(
        Map<String, @Nullable String> parents,
        Map<String, TreeSet<String>> names,
        Map<String, TreeSet<String>> taxIds) {

    static StoredCustomers read(Connection connection, Ledger ledger) throws SQLException {
        return new StoredCustomers(
                parents(connection, ledger),
                holders(connection, ledger, "name_key"),
                holders(connection, ledger, "tax_id"));
    }

    private static Map<String, @Nullable String> parents(Connection connection, Ledger ledger) throws SQLException {
        // Starts from the named codes and climbs by primary key; `union` visits each customer once.
        try (PreparedStatement select = connection.prepareStatement("""
                with recursive reached (id, code, parent_id) as (
                    select c.id, c.code, c.parent_id
                      from (select code from staged_customer union select parent_code from staged_customer) as named
                      join customer c on c.ledger_id = ? and c.code = named.code
                    union
                    select c.id, c.code, c.parent_id
                      from reached r
                      join customer c on c.ledger_id = ? and c.id = r.parent_id
                )
                select r.code, p.code from reached r left join reached p on p.id = r.parent_id
                """)) {
            select.setInt(1, ledger.id());
            select.setInt(2, ledger.id());
            Map<String, @Nullable String> parents = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parents.put(row.getString(1), row.getString(2));
                }
            }
            return parents;
        }
    }

    private static Map<String, TreeSet<String>> holders(Connection connection, Ledger ledger, String column)
            throws SQLException {
        // A probe of the column's index for each distinct value of the batch.
        try (PreparedStatement select = connection.prepareStatement("""
                select c.%1$s, c.code
                  from (select distinct %1$s from staged_customer where %1$s is not null) as s
                  join customer c on c.ledger_id = ? and c.%1$s = s.%1$s
                """.formatted(column))) {
            select.setInt(1, ledger.id());
            Map<String, TreeSet<String>> holders = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holders.computeIfAbsent(row.getString(1), value -> new TreeSet<>())
                            .add(row.getString(2));
                }
            }
            return holders;
        }
    }
}
