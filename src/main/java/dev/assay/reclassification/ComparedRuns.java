package dev.assay.reclassification;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run.Prepared;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What two runs of a ledger decide about the customers that both look at: two versions of the rules, two dates, or a trial and what
 * was applied.
 */
record ComparedRuns(Run first, Run second) {

    private static final String BOTH = """
             from decision a
             join decision b on b.customer_id = a.customer_id and b.evaluation_id = ? and b.decided_at = ?
            """;

    private static final String OF_FIRST = " where a.evaluation_id = ? and a.decided_at = ?";

    // A hash join of the two runs' decisions, found by decision_of_evaluation.
    private static final String MATRIX =
            """
            select a.grade, b.grade, count(*), count(*) filter (where %s),
              coalesce(sum(a.granted_amount), 0), coalesce(sum(b.granted_amount), 0)
            """.formatted(RunChanges.moved("a", "b")) + BOTH + OF_FIRST + " group by 1, 2 order by 1, 2";

    private static final String DIFFERENT = """
            select c.id as customer_id, c.code, c.name, a.id as first_id, b.id as second_id, %s, %s,
              b.granted_amount - a.granted_amount as limit_change
            """.formatted(standing("a", "first"), standing("b", "second"))
            + BOTH
            + " join customer c on c.id = a.customer_id"
            + OF_FIRST
            + " and a.customer_id > ? and "
            + RunChanges.moved("a", "b")
            + " order by a.customer_id limit ?";

    /** @throws dev.assay.platform.problem.Problem if one of them has no decisions yet */
    static ComparedRuns of(Run first, Run second) {
        for (Run run : List.of(first, second)) {
            if (run.prepared() == null) {
                throw ProblemType.CONFLICT.problem("Run " + run.id() + " is " + run.state()
                        + " and has no decisions yet; compare it when it is done.");
            }
        }
        return new ComparedRuns(first, second);
    }

    private static String standing(String row, String name) {
        return """
                %1$s.grade as %2$s_grade, %1$s.provisional as %2$s_provisional, %1$s.category as %2$s_category,
                %1$s.granted_type as %2$s_granted_type, %1$s.granted_amount as %2$s_granted_amount,
                %1$s.term_type as %2$s_term_type, %1$s.credit_period_days as %2$s_credit_period_days,
                %1$s.hold as %2$s_hold""".formatted(row, name);
    }

    /** How many customers have which grade in the first and which in the second run. */
    MigrationView matrix(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(MATRIX)) {
            bind(query);
            return MigrationView.read(query, first.ledger());
        }
    }

    /**
     * Customers whose grade, category, limit, term or hold differ, the first run's as before and the second's as after.
     *
     * @param afterCustomerId the last customer of the page before, 0 for the first page
     */
    List<RunChanges.Row> differences(Connection connection, long afterCustomerId, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DIFFERENT)) {
            int bound = bind(query);
            query.setLong(++bound, afterCustomerId);
            query.setInt(++bound, limit);
            List<RunChanges.Row> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row, first.ledger()));
                }
            }
            return rows;
        }
    }

    private int bind(PreparedStatement query) throws SQLException {
        int parameter = 0;
        for (Run run : List.of(second, first)) {
            Prepared prepared = Objects.requireNonNull(run.prepared());
            query.setLong(++parameter, prepared.evaluationId());
            query.setObject(++parameter, prepared.decidedAt().atOffset(ZoneOffset.UTC));
        }
        return parameter;
    }

    private static RunChanges.Row row(ResultSet row, Ledger ledger) throws SQLException {
        BigDecimal change = RunChanges.money(row, "limit_change", ledger);
        return new RunChanges.Row(
                row.getLong("customer_id"),
                row.getString("customer_id"),
                row.getLong("first_id"),
                new ChangeView(
                        row.getLong("second_id"),
                        row.getString("code"),
                        row.getString("name"),
                        true,
                        RunChanges.standing(row, "first", ledger),
                        RunChanges.standing(row, "second", ledger),
                        change,
                        null));
    }
}
