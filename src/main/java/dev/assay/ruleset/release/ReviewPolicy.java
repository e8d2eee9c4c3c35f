package dev.assay.ruleset.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger asks of a review before it can be approved.
 *
 * @param requiresRun whether the version must have been tried on the whole ledger
 * @param oneApproverMax the largest change of limits that one person may agree to, in the base currency; above it two must. Absent:
 *     one is always enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewPolicy(boolean requiresRun, @Nullable BigDecimal oneApproverMax) {

    static final ReviewPolicy DEFAULT = new ReviewPolicy(true, null);

    static ReviewPolicy of(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select requires_run, one_approver_max from review_policy where ledger_id = ?")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? new ReviewPolicy(row.getBoolean(1), row.getBigDecimal(2)) : DEFAULT;
            }
        }
    }

    void store(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into review_policy (ledger_id, requires_run, one_approver_max) values (?, ?, ?)
                on conflict (ledger_id) do update
                   set requires_run = excluded.requires_run, one_approver_max = excluded.one_approver_max
                """)) {
            upsert.setInt(1, ledger.id());
            upsert.setBoolean(2, requiresRun);
            upsert.setBigDecimal(3, oneApproverMax);
            upsert.executeUpdate();
        }
    }

    /** How many people must agree to a change of limits of this size. */
    int approversFor(BigDecimal movement) {
        return oneApproverMax != null && movement.compareTo(oneApproverMax) > 0 ? 2 : 1;
    }
}
