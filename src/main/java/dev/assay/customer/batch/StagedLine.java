package dev.assay.customer.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A staged customer beside the stored one of the same code.
 *
 * @param fingerprint of its content
 * @param existing null: the customer is new
 * @param same the stored customer says the same
 */
record StagedLine(
        long line,
        String code,
        String name,
        @Nullable String parentCode,
        @Nullable String taxId,
        String nameKey,
        String fingerprint,
        @Nullable Existing existing,
        boolean same) {

    /** What the stored customer is compared by. */
    record Existing(String nameKey, @Nullable String taxId) {}

    /** All staged lines in order; each one has a code by now. One hash join, or a probe per line, of three tables. */
    static List<StagedLine> all(Connection connection, int ledgerId) throws SQLException {
        List<StagedLine> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                select s.line, s.code, s.data ->> 'name' as name, s.parent_code, s.tax_id, s.name_key,
                       md5(s.data::text) as fingerprint,
                       c.name_key as stored_name_key, c.tax_id as stored_tax_id,
                       coalesce(v.data = s.data, false) as same
                  from staged_customer s
                  left join customer c on c.ledger_id = ? and c.code = s.code
                  left join customer_version v on v.customer_id = c.id and v.version = c.version
                 order by s.line
                """)) {
            select.setInt(1, ledgerId);
            select.setFetchSize(10_000);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(of(row));
                }
            }
        }
        return lines;
    }

    private static StagedLine of(ResultSet row) throws SQLException {
        String storedNameKey = row.getString("stored_name_key");
        return new StagedLine(
                row.getLong("line"),
                row.getString("code"),
                row.getString("name"),
                row.getString("parent_code"),
                row.getString("tax_id"),
                row.getString("name_key"),
                row.getString("fingerprint"),
                storedNameKey == null ? null : new Existing(storedNameKey, row.getString("stored_tax_id")),
                row.getBoolean("same"));
    }
}
