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
            select decided.id, v.evaluation_id, v.decided_at, v.ledger_id, v.as_of, %1$s
            from decided, v""".formatted(DecisionStaging.columns());

    /** What the statements below know of the evaluation, as {@code v}; it is begun already. */
    private static final String BEGUN = """
            v (evaluation_id, decided_at, ledger_id, as_of) as (
              select cast(? as bigint), cast(? as timestamptz), cast(? as int), cast(? as date))""";

    /** The same, begun by the statement itself. */
    private static final String BEGIN = """
            v as (
              insert into evaluation (decided_at, ledger_id, as_of, known_at, decided_by, applied, ruleset_version,
                engine_version, cut_points_id, metrics)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              returning id as evaluation_id, decided_at, ledger_id, as_of)""";

    /**
     * By primary key for each decision; later ones by decision_of_customer, which {@code offset 0} keeps the planner to. A row of what stands is touched only if something changed or its review is due; most of a
     * run's are not. A decision that a later date has overtaken doesn't stand, and from then on the log tells what stood when.
     */
    private static final String APPLY = """
            candidate as materialized (
              select n.*, exists (
                  select from (
                    select evaluation_id, decided_at from decision
                    where customer_id = n.customer_id and as_of > v.as_of offset 0) later
                  join evaluation e on e.id = later.evaluation_id and e.decided_at = later.decided_at and e.applied) as overtaken,
                v.ledger_id, v.decided_at, v.as_of
              from v
              cross join (%1$s) n
              left join classification c on c.customer_id = n.customer_id
              where c.customer_id is null or c.as_of > v.as_of or c.review_on <= v.as_of
                or (%2$s) is distinct from (%3$s)),
            disorder as (
              update classification c set disordered = true
              from candidate
              where candidate.overtaken and c.customer_id = candidate.customer_id and not c.disordered),
            standing as (
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
            where standing.as_of <= excluded.as_of)
            """;

    private static final String EFFECTS = DecisionStaging.effects("%1$s");

    private static final String DECIDED =
            "select customer_id, id, previous_grade, previous_provisional, " + EFFECTS + " from decided";

    private static final String RECORD_FEW = few("");
    private static final String RECORD_AND_APPLY_FEW = few(", " + apply(DECIDED));

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
        String sql = "with " + BEGIN + " select evaluation_id from v";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            bind(connection, insert, evaluation);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static int bind(Connection connection, PreparedStatement insert, Evaluation evaluation)
            throws SQLException {
        int parameter = 0;
        insert.setObject(++parameter, evaluation.decidedAt().atOffset(ZoneOffset.UTC));
        insert.setInt(++parameter, evaluation.ledger().id());
        insert.setObject(++parameter, evaluation.asOf());
        insert.setObject(++parameter, evaluation.knownAt().atOffset(ZoneOffset.UTC));
        insert.setString(++parameter, evaluation.decidedBy());
        insert.setBoolean(++parameter, evaluation.applied());
        insert.setString(++parameter, evaluation.rulesetVersion());
        insert.setString(++parameter, EngineVersion.CURRENT);
        insert.setObject(++parameter, evaluation.cutPointsId());
        insert.setArray(
                ++parameter,
                connection.createArrayOf(
                        "text",
                        evaluation.metrics().stream().sorted().map(Metric::key).toArray()));
        return parameter;
    }

    /**
     * Records a few decisions as an evaluation of their own, each customer at most once, and makes applied ones stand: one statement.
     *
     * @return ids by customer
     */
    Map<Long, Long> record(Connection connection, Evaluation evaluation, List<DecidedCustomer> decided)
            throws SQLException {
        months.prepare(evaluation.decidedAt());
        String sql = evaluation.applied() ? RECORD_AND_APPLY_FEW : RECORD_FEW;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int parameter = bind(connection, insert, evaluation);
            insert.setString(++parameter, DecisionStaging.json(evaluation.ledger(), evaluation.metrics(), decided));
            Map<Long, Long> ids = new HashMap<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getLong(1), rows.getLong(2));
                }
            }
            return ids;
        }
    }

    /** Makes everything that is staged part of the log, as decisions of an evaluation that was begun. */
    public static void append(Connection connection, long evaluationId, Evaluation evaluation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("with " + BEGUN + " " + RECORD)) {
            begun(insert, evaluationId, evaluation);
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
        String sql = "with " + BEGUN + ", " + apply(decisions) + " select 1";
        try (PreparedStatement apply = connection.prepareStatement(sql)) {
            int bound = begun(apply, evaluationId, evaluation);
            apply.setObject(++bound, decidedAt);
            apply.setLong(++bound, parameter);
            apply.execute();
        }
        try (PreparedStatement update =
                connection.prepareStatement("update evaluation set applied = true where id = ? and decided_at = ?")) {
            update.setLong(1, evaluationId);
            update.setObject(2, decidedAt);
            update.executeUpdate();
        }
    }

    private static int begun(PreparedStatement statement, long evaluationId, Evaluation evaluation)
            throws SQLException {
        int parameter = 0;
        statement.setLong(++parameter, evaluationId);
        statement.setObject(++parameter, evaluation.decidedAt().atOffset(ZoneOffset.UTC));
        statement.setInt(++parameter, evaluation.ledger().id());
        statement.setObject(++parameter, evaluation.asOf());
        return parameter;
    }

    private static String few(String andApply) {
        return "with " + BEGIN + ", decided as materialized (" + DecisionStaging.given() + "), recorded as (" + RECORD
                + ")" + andApply + " select customer_id, id from decided";
    }

    /** @param decisions customer_id, id, previous_grade, previous_provisional and what has effect */
    private static String apply(String decisions) {
        return APPLY.formatted(
                decisions,
                DecisionStaging.effectsButReview("c.%1$s"),
                DecisionStaging.effectsButReview("n.%1$s"),
                EFFECTS,
                DecisionStaging.effects("%1$s = excluded.%1$s"));
    }
}
