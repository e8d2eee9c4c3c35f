package dev.assay.classification.rise;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits that rise by more than the policy lets rise by itself: the rules' decision says PENDING, the limit granted before stands, and
 * a request asks another person. Agreeing records the decision once more, with the limit granted; whatever asks later what was granted
 * when, asks the log alone.
 */
@ApplicationScoped
public class LimitRises implements ChangeKind {

    static final String KIND = "LIMIT_RISE";

    /** What an unlimited limit counts as: the largest one that has an amount. */
    private static final BigDecimal UNLIMITED = new BigDecimal("1000000000000");

    private static final String WAITS =
            "c.limit_status = 'PENDING' and (c.limit_type, c.limit_amount) is distinct from (c.granted_type, c.granted_amount)";

    private static final String SAME_LIMIT =
            "r.payload->>'limitType' = c.limit_type and (r.payload->>'limitMinor')::bigint is not distinct from c.limit_amount";

    @Inject
    ChangeRequests requests;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    private record Rise(
            long customerId,
            String code,
            long decisionId,
            String limitType,
            @Nullable BigDecimal limit,
            String beforeType,
            @Nullable BigDecimal before) {}

    @Override
    public String name() {
        return KIND;
    }

    /**
     * Asks for consent to the rises that what stands has and nobody was asked for, and takes back what it hasn't any more.
     *
     * @param by who had the customers graded
     * @param customers null: all of the ledger
     */
    public void ask(Connection connection, Ledger ledger, String by, @Nullable Collection<Long> customers)
            throws SQLException {
        List<Rise> rises = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        String some = customers == null ? "" : " and %s.customer_id = any (?)";
        // For some customers by primary key and change_request_rise, for all by classification_rise and
        // change_request_waiting.
        String sql = """
                select c.customer_id, m.code, c.decision_id, c.limit_type, c.limit_amount, c.granted_type, c.granted_amount,
                       null::bigint as gone
                  from classification c
                  join customer m on m.id = c.customer_id
                 where c.ledger_id = ? and %1$s%3$s
                   and not exists (
                       select from change_request r
                        where r.customer_id = c.customer_id and r.kind = 'LIMIT_RISE' and %2$s
                          and ((r.payload->>'decisionId')::bigint = c.decision_id or r.state = 'PENDING' and r.deadline >= ?))
                union all
                select r.customer_id, r.subject, null, null, null, null, null, r.id
                  from change_request r
                 where r.ledger_id = ? and r.kind = 'LIMIT_RISE' and r.state = 'PENDING'%4$s
                   and not exists (
                       select from classification c
                        where c.customer_id = r.customer_id and %1$s and %2$s
                          and ((r.payload->>'decisionId')::bigint = c.decision_id or r.deadline >= ?))
                """.formatted(WAITS, SAME_LIMIT, some.formatted("c"), some.formatted("r"));
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int parameter = 0;
            for (int half = 0; half < 2; half++) {
                query.setInt(++parameter, ledger.id());
                if (customers != null) {
                    query.setArray(++parameter, connection.createArrayOf("bigint", customers.toArray()));
                }
                query.setObject(++parameter, now);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getObject("gone") == null) {
                        rises.add(new Rise(
                                row.getLong("customer_id"),
                                row.getString("code"),
                                row.getLong("decision_id"),
                                row.getString("limit_type"),
                                money(row, "limit_amount", ledger),
                                row.getString("granted_type"),
                                money(row, "granted_amount", ledger)));
                    } else {
                        gone.add(row.getLong("gone"));
                    }
                }
            }
        }
        for (long id : gone) {
            requests.obsoleteIfFree(connection, ledger, id, by);
        }
        for (Rise rise : rises) {
            var unused = requests.open(connection, ledger, wish(rise, ledger), by);
        }
    }

    private static @Nullable BigDecimal money(ResultSet row, String column, Ledger ledger) throws SQLException {
        long minor = row.getLong(column);
        return row.wasNull() ? null : BigDecimal.valueOf(minor, ledger.baseScale());
    }

    private ChangeRequests.Wish wish(Rise rise, Ledger ledger) {
        ObjectNode payload = json.createObjectNode()
                .put("decisionId", rise.decisionId)
                .put("limitType", rise.limitType)
                .put(
                        "limitMinor",
                        rise.limit == null ? null : rise.limit.unscaledValue().longValueExact())
                .put("limit", rise.limit)
                .put("beforeType", rise.beforeType)
                .put("before", rise.before);
        String from = words(rise.beforeType, rise.before);
        String to = words(rise.limitType, rise.limit) + " " + ledger.baseCurrency();
        BigDecimal before = rise.before == null ? UNLIMITED : rise.before;
        return new ChangeRequests.Wish(
                KIND,
                rise.code,
                rise.customerId,
                new ChangeRequest.Summary(
                        "客户 " + rise.code + "：信用额度由 " + from + " 上调为 " + to,
                        "Customer " + rise.code + ": the limit rises from " + from + " to " + to),
                payload,
                (rise.limit == null ? UNLIMITED : rise.limit).subtract(before).max(BigDecimal.ZERO));
    }

    private static String words(String type, @Nullable BigDecimal amount) {
        return type.equals(CreditLimit.Type.AMOUNT.name()) && amount != null ? amount.toPlainString() : type;
    }

    /** The last decision about the customer is recorded once more, by whoever agreed, with its limit granted. */
    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
        try (PreparedStatement month = connection.prepareStatement("select add_decision_month(?)")) {
            month.setObject(1, now.atOffset(ZoneOffset.UTC).toLocalDate());
            month.execute();
        }
        // What stands by its primary key; the customer's last decision is the first entry of decision_of_customer that
        // was applied.
        try (PreparedStatement grant = connection.prepareStatement("""
                with standing as materialized (
                  select c.* from classification c
                    join change_request r on r.customer_id = c.customer_id
                   where r.id = ? and c.ledger_id = ? and %s and %s
                     for update of c),
                last as materialized (
                  select d, e.known_at, e.ruleset_version, e.engine_version, e.cut_points_id, e.metrics
                    from standing s
                    cross join lateral (
                      select d from decision d
                        join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at and e.applied
                       where d.customer_id = s.customer_id
                       order by d.as_of desc, d.id desc limit 1) as latest
                    join evaluation e on e.id = (latest.d).evaluation_id and e.decided_at = (latest.d).decided_at
                   where ((latest.d).limit_type, (latest.d).limit_amount, (latest.d).limit_status)
                         is not distinct from (s.limit_type, s.limit_amount, s.limit_status)),
                agreed as (
                  insert into evaluation (decided_at, ledger_id, as_of, known_at, decided_by, applied, ruleset_version,
                    engine_version, cut_points_id, metrics)
                  select ?, (d).ledger_id, (d).as_of, known_at, ?, true, ruleset_version, engine_version, cut_points_id, metrics
                    from last
                  returning id, decided_at),
                granted as (
                  insert into decision
                  select once_more.*
                    from last
                    cross join agreed
                    cross join lateral jsonb_populate_record(last.d, jsonb_build_object(
                      'id', nextval('decision_id'), 'evaluation_id', agreed.id, 'decided_at', agreed.decided_at,
                      'granted_type', (last.d).limit_type, 'granted_amount', (last.d).limit_amount,
                      'granted_guarantees', (last.d).accepted_guarantees)) as once_more
                  returning customer_id, id, decided_at, as_of, granted_type, granted_amount, granted_guarantees, review_on)
                update classification c
                   set decision_id = g.id, decided_at = g.decided_at, as_of = g.as_of, granted_type = g.granted_type,
                       granted_amount = g.granted_amount, granted_guarantees = g.granted_guarantees, review_on = g.review_on
                  from granted g
                 where c.customer_id = g.customer_id
                """.formatted(WAITS, SAME_LIMIT))) {
            grant.setLong(1, request.id());
            grant.setInt(2, ledger.id());
            grant.setObject(3, now.atOffset(ZoneOffset.UTC));
            grant.setString(4, request.steps().get(request.steps().size() - 1).by());
            if (grant.executeUpdate() == 0) {
                throw ProblemType.CONFLICT.problem(
                        "Customer \"" + request.subject()
                                + "\" was graded anew since, or the decision is no longer in the log; grade the customer again.");
            }
        }
    }
}
