package dev.assay.reclassification;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer no decision could be made about.
 *
 * @param message what happened
 * @param facts flat JSON object of what the rules would have read, null if that couldn't be read either
 */
public record FailureView(
        String customerCode,
        String message,
        @JsonRawValue @Nullable String facts) {

    private static final int SHOWN_MAX = 1_000;

    static List<FailureView> of(Connection connection, Run run) throws SQLException {
        // Few rows by primary key.
        String sql = """
                select c.code, f.message, f.facts::text
                  from reclassification_failure f
                  join customer c on c.id = f.customer_id
                 where f.run_id = ? and f.ledger_id = ?
                 order by c.code
                 limit ?
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, run.id());
            query.setInt(2, run.ledger().id());
            query.setInt(3, SHOWN_MAX);
            List<FailureView> failures = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    failures.add(new FailureView(row.getString(1), row.getString(2), row.getString(3)));
                }
            }
            return failures;
        }
    }
}
