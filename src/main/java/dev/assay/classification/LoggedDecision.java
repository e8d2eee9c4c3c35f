package dev.assay.classification;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.FactsJson;
import dev.assay.customer.Customer;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.decision.Reason;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the decision log, read back: everything but the customer's master data and the reasons.
 *
 * @param decision with no reasons; those come from deciding again
 * @param fired ordinals of the rules that fired, null if that wasn't kept
 * @param metrics the metrics that were kept
 */
record LoggedDecision(
        long id,
        long customerId,
        int customerVersion,
        LocalDate asOf,
        Instant decidedAt,
        Instant knownAt,
        @Nullable Long cutPointsId,
        boolean applied,
        String rulesetVersion,
        String engineVersion,
        Decision decision,
        CreditLimit granted,
        CustomerFacts.@Nullable Previous previous,
        BigDecimal acceptedGuarantees,
        BigDecimal grantedGuarantees,
        int @Nullable [] fired,
        Set<Metric> metrics,
        PaymentHistory history) {

    /** Reads the columns of {@code decision} with those of its {@code evaluation}. */
    static LoggedDecision of(ResultSet row, Ledger ledger) throws SQLException {
        return new LoggedDecision(
                row.getLong("id"),
                row.getLong("customer_id"),
                row.getInt("customer_version"),
                row.getObject("as_of", LocalDate.class),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getObject("known_at", OffsetDateTime.class).toInstant(),
                (Long) row.getObject("cut_points_id"),
                row.getBoolean("applied"),
                row.getString("ruleset_version"),
                row.getString("engine_version"),
                decision(row, ledger, tenths(row)),
                granted(row, ledger),
                previous(row, ledger),
                Objects.requireNonNull(money(row, "accepted_guarantees", ledger)),
                Objects.requireNonNull(money(row, "granted_guarantees", ledger)),
                fired(row.getArray("fired")),
                metrics(row.getArray("metrics")),
                history(row, ledger));
    }

    private static @Nullable BigDecimal tenths(ResultSet row) throws SQLException {
        Integer tenths = (Integer) row.getObject("score_tenths");
        return tenths == null ? null : BigDecimal.valueOf(tenths, 1);
    }

    /** What has effect: columns that {@code decision} and {@code classification} share. */
    static Decision decision(ResultSet row, Ledger ledger, @Nullable BigDecimal score) throws SQLException {
        return new Decision(
                score,
                row.getString("grade"),
                row.getBoolean("provisional"),
                row.getString("category"),
                limit(row, "limit", CreditLimit.Status.valueOf(row.getString("limit_status")), ledger),
                new PaymentTerm(PaymentTerm.Type.valueOf(row.getString("term_type")), (Integer)
                        row.getObject("credit_period_days")),
                row.getInt("grace_days"),
                row.getBoolean("hold"),
                row.getObject("review_on", LocalDate.class),
                List.of());
    }

    /** What may be used. */
    static CreditLimit granted(ResultSet row, Ledger ledger) throws SQLException {
        return limit(row, "granted", CreditLimit.Status.GRANTED, ledger);
    }

    private static CreditLimit limit(ResultSet row, String which, CreditLimit.Status status, Ledger ledger)
            throws SQLException {
        CreditLimit.Type type = CreditLimit.Type.valueOf(row.getString(which + "_type"));
        return new CreditLimit(
                type,
                type == CreditLimit.Type.NONE ? BigDecimal.ZERO : money(row, which + "_amount", ledger),
                ledger.baseCurrency().getCurrencyCode(),
                status);
    }

    /** What the rules read, with the master data of the recorded version. */
    CustomerFacts facts(Ledger ledger, Customer customer) {
        return AssembleFacts.facts(ledger, customer, asOf, history, previous, acceptedGuarantees);
    }

    /** @param reasons why, as deciding again told */
    StoredDecision stored(CustomerFacts facts, List<Reason> reasons) {
        DecisionView view = new DecisionView(
                id,
                facts.customerCode(),
                asOf,
                decidedAt,
                knownAt,
                cutPointsId,
                applied,
                rulesetVersion,
                engineVersion,
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                history.valueClass(),
                decision.creditLimit(),
                decision.paymentTerm(),
                decision.graceDays(),
                decision.hold(),
                decision.reviewOn(),
                reasons,
                FactsJson.of(facts, metrics));
        return new StoredDecision(customerId, customerVersion, facts, view, granted, grantedGuarantees);
    }

    private static CustomerFacts.@Nullable Previous previous(ResultSet row, Ledger ledger) throws SQLException {
        String grade = row.getString("previous_grade");
        return grade == null
                ? null
                : new CustomerFacts.Previous(
                        grade, row.getBoolean("previous_provisional"), money(row, "previous_limit", ledger));
    }

    private static int @Nullable [] fired(@Nullable Array ordinals) throws SQLException {
        return ordinals == null
                ? null
                : Arrays.stream((Integer[]) ordinals.getArray())
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static Set<Metric> metrics(Array keys) throws SQLException {
        Set<Metric> metrics = EnumSet.noneOf(Metric.class);
        for (String key : (String[]) keys.getArray()) {
            Metric metric = Metric.byKey(key);
            if (metric != null) {
                metrics.add(metric);
            }
        }
        return metrics;
    }

    private static PaymentHistory history(ResultSet row, Ledger ledger) throws SQLException {
        Map<Metric, Object> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Object value = metric.type() == Metric.Type.MONEY && metric != Metric.AVERAGE_MONTHLY_SALES
                    ? money(row, DecisionStaging.column(metric), ledger)
                    : row.getObject(DecisionStaging.column(metric));
            if (value != null) {
                values.put(metric, value);
            }
        }
        return PaymentHistory.of(values);
    }

    private static @Nullable BigDecimal money(ResultSet row, String column, Ledger ledger) throws SQLException {
        long minor = row.getLong(column);
        return row.wasNull() ? null : BigDecimal.valueOf(minor, ledger.baseScale());
    }
}
