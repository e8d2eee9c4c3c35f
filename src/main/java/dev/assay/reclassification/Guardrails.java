package dev.assay.reclassification;

import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Stops a run before it is applied if it would change more than the ledger allows without a person's consent. */
@ApplicationScoped
class Guardrails {

    /** Why the run must wait, in words; null if it need not. */
    @Nullable
    String stop(Connection connection, Run run) throws SQLException {
        Ledger ledger = run.ledger();
        // Sums over a few cells; customers that were never graded before don't count.
        String sql = """
                select coalesce(sum(customers), 0), coalesce(sum(moved), 0), coalesce(sum(limit_after - limit_before), 0)
                  from reclassification_cell
                 where run_id = ? and grade_before <> ''
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, run.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                BigDecimal customers = row.getBigDecimal(1);
                BigDecimal moved = row.getBigDecimal(2);
                BigDecimal limit = row.getBigDecimal(3).movePointLeft(ledger.baseScale());
                Ledger.Guard guard = ledger.guard();
                if (guard.movedRatio() != null
                        && moved.compareTo(guard.movedRatio().multiply(customers)) > 0) {
                    return moved.toPlainString() + " of " + customers.toPlainString()
                            + " graded customers would move, more than "
                            + guard.movedRatio()
                                    .movePointRight(2)
                                    .stripTrailingZeros()
                                    .toPlainString() + " %";
                }
                if (guard.limitChange() != null && limit.abs().compareTo(guard.limitChange()) > 0) {
                    return "the total limit would change by " + limit.toPlainString() + ", more than "
                            + guard.limitChange().stripTrailingZeros().toPlainString() + " "
                            + ledger.baseCurrency().getCurrencyCode();
                }
                return null;
            }
        }
    }
}
