package dev.assay.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads decisions and what stands, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
class Decisions {

    @Inject
    ObjectMapper json;

    Optional<StoredDecision> byId(Connection connection, Ledger ledger, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select * from decision where id = ? and ledger_id = ?")) {
            query.setLong(1, id);
            query.setInt(2, ledger.id());
            return read(query).stream().findFirst();
        }
    }

    /** The decision that stands for a customer. */
    Optional<StoredDecision> current(Connection connection, Ledger ledger, long customerId) throws SQLException {
        String sql = """
                select d.*
                  from classification c
                  join decision d on d.id = c.decision_id
                 where c.customer_id = ? and c.ledger_id = ?
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            return read(query).stream().findFirst();
        }
    }

    /** A customer's decisions, newest as-of date first, after a given one. */
    List<StoredDecision> ofCustomer(
            Connection connection, Ledger ledger, long customerId, DecisionCursor after, int limit)
            throws SQLException {
        // Walks the index decision_of_customer from the cursor.
        String sql = """
                select *
                  from decision
                 where customer_id = ? and ledger_id = ? and (as_of, id) < (?, ?)
                 order by as_of desc, id desc
                 limit ?
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            query.setObject(3, after.asOf());
            query.setLong(4, after.id());
            query.setInt(5, limit);
            return read(query);
        }
    }

    /** How the current classifications spread. */
    List<GradeCount> grades(Connection connection, Ledger ledger) throws SQLException {
        // One pass over what stands; each joins its decision by primary key.
        String sql = """
                select c.grade, count(*), count(*) filter (where d.provisional), count(*) filter (where d.hold),
                       coalesce(sum(d.granted_amount), 0)
                  from classification c
                  join decision d on d.id = c.decision_id
                 where c.ledger_id = ?
                 group by c.grade
                 order by c.grade
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            List<GradeCount> grades = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    grades.add(new GradeCount(
                            row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBigDecimal(5)));
                }
            }
            return grades;
        }
    }

    private List<StoredDecision> read(PreparedStatement query) throws SQLException {
        List<StoredDecision> decisions = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                decisions.add(new StoredDecision(
                        row.getLong("customer_id"),
                        row.getInt("customer_version"),
                        view(row),
                        new CreditLimit(
                                CreditLimit.Type.valueOf(row.getString("granted_type")),
                                row.getBigDecimal("granted_amount"),
                                row.getString("limit_currency"),
                                CreditLimit.Status.GRANTED)));
            }
        }
        return decisions;
    }

    private DecisionView view(ResultSet row) throws SQLException {
        return new DecisionView(
                row.getLong("id"),
                row.getString("customer_code"),
                row.getObject("as_of", LocalDate.class),
                instant(row, "decided_at"),
                instant(row, "known_at"),
                longOrNull(row, "cut_points_id"),
                row.getBoolean("applied"),
                row.getString("ruleset_version"),
                row.getString("engine_version"),
                row.getBigDecimal("score"),
                row.getString("grade"),
                row.getBoolean("provisional"),
                row.getString("category"),
                row.getString("value_class"),
                new CreditLimit(
                        CreditLimit.Type.valueOf(row.getString("limit_type")),
                        row.getBigDecimal("limit_amount"),
                        row.getString("limit_currency"),
                        CreditLimit.Status.valueOf(row.getString("limit_status"))),
                new PaymentTerm(
                        PaymentTerm.Type.valueOf(row.getString("term_type")), intOrNull(row, "credit_period_days")),
                row.getInt("grace_days"),
                row.getBoolean("hold"),
                row.getObject("review_on", LocalDate.class),
                tree(row.getString("reasons")),
                tree(row.getString("facts")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored as JSON is JSON", e);
        }
    }
}
