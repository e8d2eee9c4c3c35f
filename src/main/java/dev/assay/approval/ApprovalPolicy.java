package dev.assay.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger has requests answered.
 *
 * @param twoAbove amount above which two people must agree, in the base currency; absent: one is always enough
 * @param deadlineDays how long a request waits, 1 to 365
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalPolicy(@Nullable BigDecimal twoAbove, int deadlineDays) {

    static final int DEADLINE_DAYS_MAX = 365;
    private static final ApprovalPolicy DEFAULT = new ApprovalPolicy(null, 14);

    static ApprovalPolicy of(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select two_above, deadline_days from approval_policy where ledger_id = ?")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new ApprovalPolicy(row.getBigDecimal(1), row.getInt(2)) : DEFAULT;
            }
        }
    }

    void store(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into approval_policy (ledger_id, two_above, deadline_days) values (?, ?, ?)
                on conflict (ledger_id) do update
                   set two_above = excluded.two_above, deadline_days = excluded.deadline_days
                """)) {
            upsert.setInt(1, ledger.id());
            upsert.setBigDecimal(2, twoAbove);
            upsert.setInt(3, deadlineDays);
            upsert.executeUpdate();
        }
    }

    int levelsFor(@Nullable BigDecimal amount) {
        return amount != null && twoAbove != null && amount.compareTo(twoAbove) > 0 ? 2 : 1;
    }
}
