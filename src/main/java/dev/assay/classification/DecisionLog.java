package dev.assay.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.assay.engine.EngineVersion;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.decision.Reason;
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
            LocalDate asOf,
            Instant knownAt,
            Instant decidedAt,
            String decidedBy,
            boolean applied,
            String rulesetVersion,
            Set<Metric> metrics) {}

    /** The columns in which decisions of one call differ. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Row(
            long customerId,
            String customerCode,
            int customerVersion,
            @Nullable Long cutPointsId,
            @Nullable BigDecimal score,
            String grade,
            boolean provisional,
            String category,
            @Nullable String valueClass,
            CreditLimit.Type limitType,
            @Nullable BigDecimal limitAmount,
            CreditLimit.Status limitStatus,
            CreditLimit.Type grantedType,
            @Nullable BigDecimal grantedAmount,
            PaymentTerm.Type termType,
            @Nullable Integer creditPeriodDays,
            int graceDays,
            boolean hold,
            LocalDate reviewOn,
            List<Reason> reasons,
            Map<String, @Nullable Object> facts) {

        static Row of(AssembledFacts assembled, Decision decision, Set<Metric> metrics) {
            CustomerFacts facts = assembled.facts();
            CreditLimit limit = decision.creditLimit();
            CreditLimit granted = granted(limit, facts.previous());
            return new Row(
                    assembled.customer().id(),
                    facts.customerCode(),
                    assembled.customer().version(),
                    assembled.cutPointsId(),
                    decision.score(),
                    decision.grade(),
                    decision.provisional(),
                    decision.category(),
                    facts.history().valueClass(),
                    limit.type(),
                    limit.amount(),
                    limit.status(),
                    granted.type(),
                    granted.amount(),
                    decision.paymentTerm().type(),
                    decision.paymentTerm().creditPeriodDays(),
                    decision.graceDays(),
                    decision.hold(),
                    decision.reviewOn(),
                    decision.reasons(),
                    FactsJson.of(facts, metrics));
        }
    }

    /** Records decisions, and makes applied ones stand unless one for a later date does; returns their ids, in the order given. */
    List<Long> record(Connection connection, Entry entry, List<AssembledFacts> facts, List<Decision> decisions)
            throws SQLException {
        List<Row> rows = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            rows.add(Row.of(facts.get(i), decisions.get(i), entry.metrics()));
        }
        // One statement for any number of decisions: rows are numbered in the order given, then a primary-key lookup
        // each.
        String sql = """
                with recorded as (
                  insert into decision (ledger_id, as_of, known_at, decided_at, decided_by, applied, ruleset_version,
                         engine_version, limit_currency, customer_id, customer_code, customer_version, cut_points_id, score,
                         grade, provisional, category, value_class, limit_type, limit_amount, limit_status, granted_type,
                         granted_amount, term_type, credit_period_days, grace_days, hold, review_on, reasons, facts)
                  select ?, ?, ?, ?, ?, ?, ?, ?, ?, row.*
                    from json_to_recordset(?::json) as row (customer_id bigint, customer_code text, customer_version int,
                         cut_points_id bigint, score numeric, grade text, provisional boolean, category text, value_class text,
                         limit_type text, limit_amount numeric, limit_status text, granted_type text, granted_amount numeric,
                         term_type text, credit_period_days int, grace_days int, hold boolean, review_on date, reasons jsonb,
                         facts jsonb)
                  returning id, ledger_id, customer_id, as_of, grade, category, applied),
                standing as (
                  insert into classification (customer_id, ledger_id, decision_id, as_of, grade, category)
                  select customer_id, ledger_id, id, as_of, grade, category
                    from recorded
                   where applied
                   order by customer_id
                      on conflict (customer_id) do update
                     set decision_id = excluded.decision_id, as_of = excluded.as_of,
                         grade = excluded.grade, category = excluded.category
                   where classification.as_of <= excluded.as_of)
                select id from recorded order by id
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setInt(1, entry.ledger().id());
            insert.setObject(2, entry.asOf());
            insert.setObject(3, entry.knownAt().atOffset(ZoneOffset.UTC));
            insert.setObject(4, entry.decidedAt().atOffset(ZoneOffset.UTC));
            insert.setString(5, entry.decidedBy());
            insert.setBoolean(6, entry.applied());
            insert.setString(7, entry.rulesetVersion());
            insert.setString(8, EngineVersion.CURRENT);
            insert.setString(9, entry.ledger().baseCurrency().getCurrencyCode());
            insert.setString(10, write(rows));
            List<Long> ids = new ArrayList<>(rows.size());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        }
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
