package dev.assay.reclassification;

import dev.assay.access.Caller;
import dev.assay.classification.DecisionView;
import dev.assay.classification.Decisions;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.decision.Reason;
import dev.assay.ledger.Ledger;
import dev.assay.reclassification.ChangeView.ReasonsThatDiffer;
import dev.assay.reclassification.ChangeView.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who a run moves and how, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
class RunChanges {

    private static final int FETCH = 1_000;

    private static final List<String> FOLLOWED =
            List.of("grade", "category", "granted_type", "granted_amount", "term_type", "credit_period_days", "hold");

    @Inject
    Caller caller;

    @Inject
    Decisions decisions;

    /**
     * A change and where it stands in its list.
     *
     * @param sortKey what it is sorted by
     */
    record Row(long customerId, String sortKey, @Nullable Long beforeDecisionId, ChangeView view) {}

    /** Takes changes one by one. */
    interface Consumer {
        void accept(Row row) throws SQLException;
    }

    /** Whether what people follow differs, as SQL over two rows of decisions or of what stands. */
    static String moved(String before, String after) {
        return "(%s) is distinct from (%s)".formatted(followed(before), followed(after));
    }

    private static String followed(String row) {
        return FOLLOWED.stream().map(column -> row + "." + column).collect(Collectors.joining(", "));
    }

    /** All cells of a run's migration matrix, in the order of grades. */
    MigrationView migration(Connection connection, Run run) throws SQLException {
        if (!caller.scope().isAll()) {
            return scopedMigration(connection, run);
        }
        // Sums over at most one row for each chunk and pair of grades.
        String sql = """
                select grade_before, grade_after, sum(customers), sum(moved), sum(limit_before), sum(limit_after)
                  from reclassification_cell
                 where run_id = ?
                 group by grade_before, grade_after
                 order by grade_before, grade_after
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, run.id());
            return MigrationView.read(query, run.ledger());
        }
    }

    /** The same for who doesn't see every customer, from what the log still holds: cells don't know their customers. */
    private static MigrationView scopedMigration(Connection connection, Run run) throws SQLException {
        // The run's decisions by BRIN, each looked up in its changes by primary key.
        String sql = """
                select coalesce(case when r.run_id is null then d.grade else r.before_grade end, ''), d.grade, count(*),
                       count(*) filter (where r.moved),
                       coalesce(sum(case when r.run_id is null then d.granted_amount else r.before_granted_amount end), 0),
                       coalesce(sum(d.granted_amount), 0)
                  from decision d
                  join reclassification run on run.id = ? and run.evaluation_id = d.evaluation_id
                  left join reclassification_change r on r.run_id = run.id and r.customer_id = d.customer_id
                 group by 1, 2
                 order by 1, 2
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, run.id());
            return MigrationView.read(query, run.ledger());
        }
    }

    /** A page of changes after a place. */
    List<Row> after(Connection connection, Run run, ChangeFilter filter, @Nullable ChangeCursor place, int limit)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        each(connection, run, filter, place, limit, rows::add);
        return rows;
    }

    /** Every change, as it is read. */
    void forEach(Connection connection, Run run, ChangeFilter filter, Consumer action) throws SQLException {
        each(connection, run, filter, null, Integer.MAX_VALUE, action);
    }

    private static void each(
            Connection connection,
            Run run,
            ChangeFilter filter,
            @Nullable ChangeCursor place,
            int limit,
            Consumer action)
            throws SQLException {
        // The run's changes by primary key, joined to their customers by theirs.
        String sql = "select r.*, c.code, c.name, cast(" + filter.sort().key() + " as text) as sort_key"
                + " from reclassification_change r join customer c on c.id = r.customer_id"
                + " where r.run_id = ? and r.ledger_id = ?" + filter.conditions()
                + (place == null ? "" : " and " + filter.sort().after())
                + " order by " + filter.sort().orderBy() + " limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int parameter = 0;
            query.setLong(++parameter, run.id());
            query.setInt(++parameter, run.ledger().id());
            for (Object value : filter.values()) {
                query.setObject(++parameter, value);
            }
            if (place != null) {
                query.setString(++parameter, place.key());
                query.setLong(++parameter, place.customerId());
            }
            query.setInt(++parameter, limit);
            query.setFetchSize(FETCH);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    action.accept(row(row, run.ledger()));
                }
            }
        }
    }

    private static Row row(ResultSet row, Ledger ledger) throws SQLException {
        Standing before = row.getString("before_grade") == null ? null : standing(row, "before", ledger);
        CreditLimit.Status status = CreditLimit.Status.valueOf(row.getString("after_limit_status"));
        Standing after = standing(row, "after", ledger);
        return new Row(
                row.getLong("customer_id"),
                row.getString("sort_key"),
                (Long) row.getObject("before_decision_id"),
                new ChangeView(
                        row.getLong("decision_id"),
                        row.getString("code"),
                        row.getString("name"),
                        row.getBoolean("moved"),
                        before,
                        status == CreditLimit.Status.GRANTED ? after : pending(after),
                        money(row, "limit_change", ledger),
                        null));
    }

    /** A rise that waits for another person: until then the limit of before may be used. */
    private static Standing pending(Standing after) {
        CreditLimit limit = after.creditLimit();
        return new Standing(
                after.grade(),
                after.provisional(),
                after.category(),
                new CreditLimit(limit.type(), limit.amount(), limit.currency(), CreditLimit.Status.PENDING),
                after.paymentTerm(),
                after.hold());
    }

    static Standing standing(ResultSet row, String which, Ledger ledger) throws SQLException {
        CreditLimit.Type type = CreditLimit.Type.valueOf(row.getString(which + "_granted_type"));
        return new Standing(
                row.getString(which + "_grade"),
                row.getBoolean(which + "_provisional"),
                row.getString(which + "_category"),
                new CreditLimit(
                        type,
                        money(row, which + "_granted_amount", ledger),
                        ledger.baseCurrency().getCurrencyCode(),
                        CreditLimit.Status.GRANTED),
                new PaymentTerm(PaymentTerm.Type.valueOf(row.getString(which + "_term_type")), (Integer)
                        row.getObject(which + "_credit_period_days")),
                row.getBoolean(which + "_hold"));
    }

    static @Nullable BigDecimal money(ResultSet row, String column, Ledger ledger) throws SQLException {
        long minor = row.getLong(column);
        return row.wasNull() ? null : BigDecimal.valueOf(minor, ledger.baseScale());
    }

    /** The same changes with the reasons that differ. */
    List<ChangeView> withReasons(Connection connection, Ledger ledger, List<Row> rows) throws SQLException {
        Set<Long> ids = new HashSet<>();
        for (Row row : rows) {
            ids.add(row.view().decisionId());
            if (row.beforeDecisionId() != null) {
                ids.add(row.beforeDecisionId());
            }
        }
        Map<Long, DecisionView> known = decisions.byIds(connection, ledger, ids);
        return rows.stream().map(row -> withReasons(row, known)).toList();
    }

    private static ChangeView withReasons(Row row, Map<Long, DecisionView> known) {
        ChangeView view = row.view();
        List<Reason> before = reasons(row.beforeDecisionId() == null ? null : known.get(row.beforeDecisionId()));
        List<Reason> after = reasons(known.get(view.decisionId()));
        return new ChangeView(
                view.decisionId(),
                view.customerCode(),
                view.customerName(),
                view.moved(),
                view.before(),
                view.after(),
                view.limitChange(),
                new ReasonsThatDiffer(without(before, after), without(after, before)));
    }

    private static List<Reason> reasons(@Nullable DecisionView decision) {
        return decision == null ? List.of() : decision.reasons();
    }

    private static List<Reason> without(List<Reason> some, List<Reason> others) {
        Set<String> known =
                others.stream().map(reason -> reason.code() + reason.effect()).collect(Collectors.toSet());
        return some.stream()
                .filter(reason -> !known.contains(reason.code() + reason.effect()))
                .toList();
    }
}
