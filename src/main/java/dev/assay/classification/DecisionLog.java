package dev.assay.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.engine.EngineVersion;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes decisions: append-only, many at once, and with them what stands for each customer. */
@ApplicationScoped
class DecisionLog {

    @Inject
    ObjectMapper json;

    /**
     * What all decisions of one call share.
     *
     * @param applied whether they become the customers' classifications
     * @param metrics the metrics that are kept
     */
    record Entry(
            Ledger ledger,
            Instant knownAt,
            Instant decidedAt,
            String decidedBy,
            boolean applied,
            String rulesetVersion,
            Set<Metric> metrics) {}

    /** Records decisions and returns their ids, in the order given. */
    List<Long> record(Connection connection, Entry entry, List<AssembledFacts> facts, List<Decision> decisions)
            throws SQLException {
        List<Long> ids = nextIds(connection, decisions.size());
        // One row a decision, sent as one batch; id and ledger lead, so that it reads like the table.
        String sql = """
                insert into decision (id, ledger_id, customer_id, customer_code, customer_version, as_of, known_at, decided_at,
                       decided_by, applied, ruleset_version, engine_version, cut_points_id, score, grade, provisional, category,
                       value_class, limit_type, limit_amount, limit_status, limit_currency, granted_type, granted_amount,
                       term_type, credit_period_days, grace_days, hold, review_on, reasons, facts)
                overriding system value
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < decisions.size(); i++) {
                bind(insert, ids.get(i), entry, facts.get(i), decisions.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        if (entry.applied()) {
            apply(connection, ids);
        }
        return ids;
    }

    private static List<Long> nextIds(Connection connection, int count) throws SQLException {
        String sql = "select nextval(pg_get_serial_sequence('decision', 'id')) from generate_series(1, ?)";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, count);
            List<Long> ids = new ArrayList<>(count);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        }
    }

    private void bind(PreparedStatement insert, long id, Entry entry, AssembledFacts assembled, Decision decision)
            throws SQLException {
        CustomerFacts facts = assembled.facts();
        CreditLimit limit = decision.creditLimit();
        CreditLimit granted = granted(limit, facts.previous());
        int column = 0;
        insert.setLong(++column, id);
        insert.setInt(++column, entry.ledger().id());
        insert.setLong(++column, assembled.customer().id());
        insert.setString(++column, facts.customerCode());
        insert.setInt(++column, assembled.customer().version());
        insert.setObject(++column, facts.asOf());
        insert.setObject(++column, entry.knownAt().atOffset(ZoneOffset.UTC));
        insert.setObject(++column, entry.decidedAt().atOffset(ZoneOffset.UTC));
        insert.setString(++column, entry.decidedBy());
        insert.setBoolean(++column, entry.applied());
        insert.setString(++column, entry.rulesetVersion());
        insert.setString(++column, EngineVersion.CURRENT);
        insert.setObject(++column, assembled.cutPointsId());
        insert.setBigDecimal(++column, decision.score());
        insert.setString(++column, decision.grade());
        insert.setBoolean(++column, decision.provisional());
        insert.setString(++column, decision.category());
        insert.setString(++column, facts.history().valueClass());
        insert.setString(++column, limit.type().name());
        insert.setBigDecimal(++column, limit.amount());
        insert.setString(++column, limit.status().name());
        insert.setString(++column, limit.currency());
        insert.setString(++column, granted.type().name());
        insert.setBigDecimal(++column, granted.amount());
        insert.setString(++column, decision.paymentTerm().type().name());
        insert.setObject(++column, decision.paymentTerm().creditPeriodDays());
        insert.setInt(++column, decision.graceDays());
        insert.setBoolean(++column, decision.hold());
        insert.setObject(++column, decision.reviewOn());
        insert.setString(++column, write(decision.reasons()));
        insert.setString(++column, write(FactsJson.of(facts, entry.metrics())));
    }

    /** A pending rise leaves the limit that was granted before. */
    static CreditLimit granted(CreditLimit limit, CustomerFacts.@Nullable Previous previous) {
        if (limit.status() == CreditLimit.Status.GRANTED) {
            return limit;
        }
        BigDecimal before = previous == null ? BigDecimal.ZERO : previous.limit();
        CreditLimit.Type type = before == null
                ? CreditLimit.Type.UNLIMITED
                : before.signum() == 0 ? CreditLimit.Type.NONE : CreditLimit.Type.AMOUNT;
        return new CreditLimit(type, before, limit.currency(), CreditLimit.Status.GRANTED);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Facts and reasons are plain data", e);
        }
    }

    /** Makes decisions stand, unless one for a later date stands already. */
    private static void apply(Connection connection, List<Long> ids) throws SQLException {
        // Primary-key lookups on both sides, however many ids.
        String sql = """
                insert into classification (customer_id, ledger_id, decision_id, as_of, grade, category)
                select customer_id, ledger_id, id, as_of, grade, category
                  from decision
                 where id = any (?)
                 order by customer_id
                    on conflict (customer_id) do update
                   set decision_id = excluded.decision_id, as_of = excluded.as_of,
                       grade = excluded.grade, category = excluded.category
                 where classification.as_of <= excluded.as_of
                """;
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            upsert.executeUpdate();
        }
    }

    /**
     * What stood before a date: the grade of the last applied decision that wasn't provisional (a provisional one if there is no
     * other), and the limit that the last applied decision left granted.
     */
    static Map<Long, CustomerFacts.Previous> previous(
            Connection connection, Ledger ledger, Collection<Long> customerIds, LocalDate asOf) throws SQLException {
        // A few index entries per customer, newest first.
        String sql = """
                select wanted.id, ladder.grade, ladder.provisional, last.granted_type, last.granted_amount
                  from unnest(?::bigint[]) as wanted (id)
                 cross join lateral (
                       select granted_type, granted_amount
                         from decision d
                        where d.customer_id = wanted.id and d.ledger_id = ? and d.applied and d.as_of < ?
                        order by d.as_of desc, d.id desc
                        limit 1) as last
                 cross join lateral (
                       select grade, provisional
                         from decision d
                        where d.customer_id = wanted.id and d.ledger_id = ? and d.applied and d.as_of < ?
                        order by d.provisional, d.as_of desc, d.id desc
                        limit 1) as ladder
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("bigint", customerIds.toArray()));
            query.setInt(2, ledger.id());
            query.setObject(3, asOf);
            query.setInt(4, ledger.id());
            query.setObject(5, asOf);
            Map<Long, CustomerFacts.Previous> previous = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    boolean unlimited = row.getString(4).equals(CreditLimit.Type.UNLIMITED.name());
                    previous.put(
                            row.getLong(1),
                            new CustomerFacts.Previous(
                                    row.getString(2), row.getBoolean(3), unlimited ? null : row.getBigDecimal(5)));
                }
            }
            return previous;
        }
    }
}
