package dev.assay.classification;

import dev.assay.engine.EngineVersion;
import dev.assay.engine.fact.Metric;
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
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes decisions: append-only, any number at once, and with them what stands for each customer. */
@ApplicationScoped
public class DecisionLog {

    private static final String RECORD = """
            insert into decision (id, evaluation_id, decided_at, ledger_id, as_of, %1$s)
            select id, ?, ?, ?, ?, %2$s
              from decided""".formatted(
            DecisionStaging.columns(),
            DecisionStaging.columns().replace("average_monthly_sales", "cast(average_monthly_sales as numeric)"));

    /**
     * By primary key for each decision. A row of what stands is touched only if something changed or its review is due; most of a
     * run's are not. A decision that a later date has overtaken doesn't stand, and from then on the log tells what stood when.
     */
    private static final String APPLY = """
            with candidate as materialized (
              select n.*, exists (
                  select from decision later
                  join evaluation e on e.id = later.evaluation_id and e.decided_at = later.decided_at and e.applied
                  where later.customer_id = n.customer_id and later.as_of > v.as_of) as overtaken,
                v.ledger_id, v.decided_at, v.as_of
              from (select cast(? as int) as ledger_id, cast(? as timestamptz) as decided_at, cast(? as date) as as_of) v
              cross join (%1$s) n
              left join classification c on c.customer_id = n.customer_id
              where c.customer_id is null or c.as_of > v.as_of or c.review_on <= v.as_of
                or (%2$s) is distinct from (%3$s)),
            disorder as (
              update classification c set disordered = true
              from candidate
              where candidate.overtaken and c.customer_id = candidate.customer_id and not c.disordered)
            insert into classification as standing (customer_id, ledger_id, decision_id, decided_at, as_of, ladder_grade,
              ladder_provisional, disordered, %4$s)
            select customer_id, ledger_id, id, decided_at, as_of,
              case when provisional and not previous_provisional then previous_grade else grade end,
              provisional and previous_provisional is distinct from false, false, %4$s
            from candidate
            where not overtaken
            order by customer_id
            on conflict (customer_id) do update set decision_id = excluded.decision_id, decided_at = excluded.decided_at,
              as_of = excluded.as_of, ladder_grade = excluded.ladder_grade, ladder_provisional = excluded.ladder_provisional,
              %5$s
            where standing.as_of <= excluded.as_of
            """;

    private static final String EFFECTS = DecisionStaging.effects("%1$s");

    private static final String STAGED =
            "select customer_id, id, previous_grade, previous_provisional, " + EFFECTS + " from decided";

    @Inject
    DecisionMonths months;

    /**
     * What all decisions of one call or run share.
     *
     * @param applied whether they become the customers' classifications
     * @param cutPointsId the ledger-relative cut-points that were read, null if there were none
     * @param metrics the metrics that are kept
     */
    public record Evaluation(
            Ledger ledger,
            LocalDate asOf,
            Instant knownAt,
            Instant decidedAt,
            String decidedBy,
            boolean applied,
            String rulesetVersion,
            @Nullable Long cutPointsId,
            Set<Metric> metrics) {}

    /** Begins the record of an evaluation and returns its id. */
    public long begin(Connection connection, Evaluation evaluation) throws SQLException {
        months.prepare(evaluation.decidedAt());
        String sql = """
                insert into evaluation (decided_at, ledger_id, as_of, known_at, decided_by, applied, ruleset_version,
                       engine_version, cut_points_id, metrics)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, evaluation.decidedAt().atOffset(ZoneOffset.UTC));
            insert.setInt(2, evaluation.ledger().id());
            insert.setObject(3, evaluation.asOf());
            insert.setObject(4, evaluation.knownAt().atOffset(ZoneOffset.UTC));
            insert.setString(5, evaluation.decidedBy());
            insert.setBoolean(6, evaluation.applied());
            insert.setString(7, evaluation.rulesetVersion());
            insert.setString(8, EngineVersion.CURRENT);
            insert.setObject(9, evaluation.cutPointsId());
            insert.setArray(
                    10,
                    connection.createArrayOf(
                            "text",
                            evaluation.metrics().stream()
                                    .sorted()
                                    .map(Metric::key)
                                    .toArray()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Records decisions of an evaluation, each customer at most once, and makes applied ones stand.
     *
     * @return ids by customer
     */
    Map<Long, Long> record(
            Connection connection, long evaluationId, Evaluation evaluation, List<DecidedCustomer> decided)
            throws SQLException {
        DecisionStaging.fill(connection, evaluation.ledger(), evaluation.metrics(), decided);
        append(connection, evaluationId, evaluation);
        if (evaluation.applied()) {
            try (PreparedStatement apply = prepareApply(connection, evaluation, STAGED)) {
                apply.executeUpdate();
            }
        }
        Map<Long, Long> ids = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("select customer_id, id from decided");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return ids;
    }

    /** Makes everything that is staged part of the log. */
    public static void append(Connection connection, long evaluationId, Evaluation evaluation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setLong(1, evaluationId);
            insert.setObject(2, evaluation.decidedAt().atOffset(ZoneOffset.UTC));
            insert.setInt(3, evaluation.ledger().id());
            insert.setObject(4, evaluation.asOf());
            insert.executeUpdate();
        }
    }

    /**
     * Makes decisions of an evaluation stand that were recorded as a trial, and the evaluation an applied one.
     *
     * @param ids a query for the ids of those that may change something, with one parameter
     */
    public static void applyRecorded(
            Connection connection, long evaluationId, Evaluation evaluation, String ids, long parameter)
            throws SQLException {
        OffsetDateTime decidedAt = evaluation.decidedAt().atOffset(ZoneOffset.UTC);
        String decisions = "select customer_id, id, previous_grade, previous_provisional, " + EFFECTS
                + " from decision where decided_at = ? and id in (" + ids + ")";
        try (PreparedStatement apply = prepareApply(connection, evaluation, decisions)) {
            apply.setObject(4, decidedAt);
            apply.setLong(5, parameter);
            apply.executeUpdate();
        }
        try (PreparedStatement update =
                connection.prepareStatement("update evaluation set applied = true where id = ? and decided_at = ?")) {
            update.setLong(1, evaluationId);
            update.setObject(2, decidedAt);
            update.executeUpdate();
        }
    }

    /** @param decisions customer_id, id, previous_grade, previous_provisional and what has effect */
    private static PreparedStatement prepareApply(Connection connection, Evaluation evaluation, String decisions)
            throws SQLException {
        PreparedStatement apply = connection.prepareStatement(APPLY.formatted(
                decisions,
                DecisionStaging.effectsButReview("c.%1$s"),
                DecisionStaging.effectsButReview("n.%1$s"),
                EFFECTS,
                DecisionStaging.effects("%1$s = excluded.%1$s")));
        apply.setInt(1, evaluation.ledger().id());
        apply.setObject(2, evaluation.decidedAt().atOffset(ZoneOffset.UTC));
        apply.setObject(3, evaluation.asOf());
        return apply;
    }
}
