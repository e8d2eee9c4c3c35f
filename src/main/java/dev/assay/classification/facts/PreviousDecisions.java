package dev.assay.classification.facts;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What stood for customers before a date: steps of an upgrade and rises of a limit are counted from it. */
public final class PreviousDecisions {

    private PreviousDecisions() {}

    /**
     * What stood before a date: the grade of the last applied decision that wasn't provisional (a provisional one if there is no
     * other), and the limit that the last applied decision left granted, as far as guarantees still back it.
     *
     * @param guarantees what of them is in force, by customer
     */
    public static Map<Long, StoodBefore> before(
            Connection connection,
            Ledger ledger,
            Collection<Long> customerIds,
            LocalDate asOf,
            Map<Long, BigDecimal> guarantees)
            throws SQLException {
        // What stands answers by primary key; a few index entries of the log only where it stands since a later date.
        String sql = """
                with standing as materialized (
                  select c.*, c.as_of < ? and not c.disordered as before
                    from classification c
                   where c.customer_id = any (?) and c.ledger_id = ?)
                select customer_id, ladder_grade, ladder_provisional, granted_type, granted_amount, granted_guarantees
                  from standing
                 where before
                union all
                select s.customer_id, ladder.grade, ladder.provisional, last.granted_type, last.granted_amount,
                       last.granted_guarantees
                  from standing s
                 cross join lateral (
                       select granted_type, granted_amount, granted_guarantees
                         from decision d
                         join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at and e.applied
                        where d.customer_id = s.customer_id and d.as_of < ?
                        order by d.as_of desc, d.id desc
                        limit 1) as last
                 cross join lateral (
                       select grade, provisional
                         from decision d
                         join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at and e.applied
                        where d.customer_id = s.customer_id and d.as_of < ?
                        order by d.provisional, d.as_of desc, d.id desc
                        limit 1) as ladder
                 where not s.before
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, asOf);
            query.setArray(2, connection.createArrayOf("bigint", customerIds.toArray()));
            query.setInt(3, ledger.id());
            query.setObject(4, asOf);
            query.setObject(5, asOf);
            Map<Long, StoodBefore> before = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    boolean unlimited = row.getString(4).equals(CreditLimit.Type.UNLIMITED.name());
                    BigDecimal granted = BigDecimal.valueOf(row.getLong(5), ledger.baseScale());
                    StoodBefore stood = new StoodBefore(
                            new CustomerFacts.Previous(row.getString(2), row.getBoolean(3), unlimited ? null : granted),
                            BigDecimal.valueOf(row.getLong(6), ledger.baseScale()));
                    before.put(row.getLong(1), stood.backed(guarantees.get(row.getLong(1))));
                }
            }
            return before;
        }
    }
}
