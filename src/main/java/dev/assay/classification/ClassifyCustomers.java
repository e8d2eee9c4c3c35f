package dev.assay.classification;

import dev.assay.customer.Customer;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.history.ComputeCutPoints;
import dev.assay.history.CutPoints;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one path from stored history to recorded decisions, for one customer and for many. */
@ApplicationScoped
public class ClassifyCustomers {

    @Inject
    Rulesets rulesets;

    @Inject
    PaymentHistories histories;

    @Inject
    DecisionLog log;

    @Inject
    Clock clock;

    /**
     * Decides about customers and records the decisions.
     *
     * @param connection of a transaction that entered the ledger
     * @param customers by id
     * @param applied whether the decisions become the customers' classifications
     * @param decidedBy who asked
     * @return the decisions, in no particular order
     */
    List<DecisionView> classify(
            Connection connection,
            Ledger ledger,
            Map<Long, Customer> customers,
            LocalDate asOf,
            boolean applied,
            String decidedBy)
            throws SQLException {
        CompiledRuleset ruleset = rulesets.active();
        Instant knownAt = PaymentHistories.lastRecorded(connection, ledger);
        CutPoints cutPoints = ComputeCutPoints.latest(connection, ledger, asOf);
        Set<Metric> metrics = RecordedMetrics.of(ruleset);
        List<AssembledFacts> assembled =
                new AssembleFacts(histories, ledger, asOf, knownAt, cutPoints, metrics).of(connection, customers);
        List<CustomerFacts> facts =
                assembled.stream().map(AssembledFacts::facts).toList();
        List<Decision> decisions = ruleset.evaluate(facts);
        Instant decidedAt = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
        List<Long> ids = log.record(
                connection,
                new DecisionLog.Entry(ledger, asOf, knownAt, decidedAt, decidedBy, applied, ruleset.version(), metrics),
                assembled,
                decisions);
        List<DecisionView> views = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            views.add(DecisionView.unstored(facts.get(i), decisions.get(i), ruleset.version(), metrics, decidedAt)
                    .stored(ids.get(i), knownAt, assembled.get(i).cutPointsId(), applied));
        }
        return views;
    }
}
