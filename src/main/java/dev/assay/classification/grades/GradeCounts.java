package dev.assay.classification.grades;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How the current grades of a ledger spread. */
@ApplicationScoped
public class GradeCounts {

    @Inject
    LedgerTransaction transaction;

    /** One for each grade that stands for anybody. */
    public List<GradeCount> of(Ledger ledger) {
        return transaction.read(ledger, connection -> of(connection, ledger));
    }

    private static List<GradeCount> of(Connection connection, Ledger ledger) throws SQLException {
        // One pass over what stands.
        String sql = """
                select grade, count(*), count(*) filter (where provisional), count(*) filter (where hold),
                       coalesce(sum(granted_amount), 0)
                  from classification
                 where ledger_id = ?
                 group by grade
                 order by grade
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            List<GradeCount> grades = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    grades.add(new GradeCount(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            new BigDecimal(row.getBigDecimal(5).toBigIntegerExact(), ledger.baseScale())));
                }
            }
            return grades;
        }
    }
}
