package dev.assay.classification;

import dev.assay.classification.facts.PreviousDecisions;
import dev.assay.classification.facts.StoodBefore;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a customer.
 *
 * @param asOf since when
 * @param disordered the log tells what stood before a date, not this
 * @param stands what a decision for a later date goes on from
 */
record StandingClassification(
        LocalDate asOf, boolean disordered, Effects effects, LocalDate reviewOn, StoodBefore stands) {

    /** By customer; who was never graded has none. */
    static Map<Long, StandingClassification> of(Connection connection, Ledger ledger, Collection<Long> customerIds)
            throws SQLException {
        // By primary key for each customer.
        try (PreparedStatement query = connection.prepareStatement(
                "select * from classification where customer_id = any (?) and ledger_id = ?")) {
            query.setArray(1, connection.createArrayOf("bigint", customerIds.toArray()));
            query.setInt(2, ledger.id());
            Map<Long, StandingClassification> standing = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    standing.put(row.getLong("customer_id"), read(row, ledger));
                }
            }
            return standing;
        }
    }

    private static StandingClassification read(ResultSet row, Ledger ledger) throws SQLException {
        Effects effects = Effects.read(row);
        boolean unlimited = effects.grantedType().equals(CreditLimit.Type.UNLIMITED.name());
        Long granted = effects.grantedAmount();
        return new StandingClassification(
                row.getObject("as_of", LocalDate.class),
                row.getBoolean("disordered"),
                effects,
                row.getObject("review_on", LocalDate.class),
                new StoodBefore(
                        new CustomerFacts.Previous(
                                row.getString("ladder_grade"),
                                row.getBoolean("ladder_provisional"),
                                unlimited
                                        ? null
                                        : BigDecimal.valueOf(granted == null ? 0 : granted, ledger.baseScale())),
                        BigDecimal.valueOf(effects.grantedGuarantees(), ledger.baseScale())));
    }

    /**
     * What stood before a date, as {@link PreviousDecisions} tells it, of customers with these classifications.
     *
     * @param guarantees what of them is in force, by customer
     */
    static Map<Long, StoodBefore> before(
            Connection connection,
            Ledger ledger,
            LocalDate asOf,
            Map<Long, StandingClassification> standing,
            Map<Long, BigDecimal> guarantees)
            throws SQLException {
        Map<Long, StoodBefore> before = new HashMap<>();
        List<Long> toldByTheLog = new ArrayList<>();
        standing.forEach((id, each) -> {
            if (each.disordered || !each.asOf.isBefore(asOf)) {
                toldByTheLog.add(id);
            } else {
                before.put(id, each.stands.backed(guarantees.get(id)));
            }
        });
        if (!toldByTheLog.isEmpty()) {
            before.putAll(PreviousDecisions.before(connection, ledger, toldByTheLog, asOf, guarantees));
        }
        return before;
    }

    /** Whether a rise for the same date has been agreed to already. */
    boolean hasApproved(Effects rise, LocalDate date) {
        return asOf.equals(date) && effects.hasLimitOf(rise) && effects.grantsLimit();
    }

    /** Whether a decision for a date has anything to change here, be it only that its review is due. */
    static boolean changes(@Nullable StandingClassification before, Effects effects, LocalDate asOf) {
        return before == null
                || before.asOf.isAfter(asOf)
                || !before.reviewOn.isAfter(asOf)
                || !before.effects.equals(effects);
    }
}
