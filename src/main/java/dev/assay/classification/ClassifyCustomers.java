package dev.assay.classification;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.AssembledFacts;
import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.classification.rise.LimitRises;
import dev.assay.customer.Customer;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.history.CutPoints;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
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
import java.util.Objects;
import java.util.Set;

/** The one path from stored history to recorded decisions, for one customer and for many. */
@ApplicationScoped
public class ClassifyCustomers {

    @Inject
    PaymentHistories histories;

    @Inject
    DecisionLog log;

    @Inject
    LimitRises rises;

    @Inject
    Clock clock;

    /**
     * Decides about customers and records the decisions.
     *
     * @param ruleset leased before the connection was taken: whoever holds one and waits for another may wait for himself
     * @param connection of a transaction that entered the ledger
     * @param customers by id
     * @param applied whether the decisions become the customers' classifications
     * @param decidedBy who asked
     * @return the decisions, in no particular order
     */
    List<DecisionView> classify(
            CompiledRuleset ruleset,
            Connection connection,
            Ledger ledger,
            Map<Long, Customer> customers,
            LocalDate asOf,
            boolean applied,
            String decidedBy)
            throws SQLException {
        PaymentHistories.Vantage vantage = PaymentHistories.vantage(connection, ledger, asOf);
        Instant knownAt = vantage.lastRecorded();
        CutPoints cutPoints = vantage.cutPoints();
        Set<Metric> metrics = RecordedMetrics.of(ruleset);
        List<AssembledFacts> assembled =
                new AssembleFacts(histories, ledger, asOf, knownAt, cutPoints, metrics).of(connection, customers);
        List<DecidedCustomer> decided = keepingRises(connection, ledger, decide(ruleset, assembled));
        DecisionLog.Evaluation evaluation = new DecisionLog.Evaluation(
                ledger,
                asOf,
                knownAt,
                clock.instant().truncatedTo(ChronoUnit.MICROS), // what the database keeps
                decidedBy,
                applied,
                ruleset.version(),
                cutPoints == null ? null : cutPoints.id(),
                metrics);
        Map<Long, Long> ids = log.record(connection, evaluation, decided);
        if (applied) {
            rises.ask(connection, ledger, decidedBy, customers.keySet());
        }
        return decided.stream()
                .map(each -> DecisionView.recorded(
                        evaluation,
                        each,
                        Objects.requireNonNull(
                                ids.get(each.assembled().customer().id()))))
                .toList();
    }

    /** Rises that somebody agreed to for this date stay agreed to. */
    private static List<DecidedCustomer> keepingRises(
            Connection connection, Ledger ledger, List<DecidedCustomer> decided) throws SQLException {
        List<Long> ids = decided.stream()
                .filter(DecidedCustomer::isRise)
                .map(each -> each.assembled().customer().id())
                .toList();
        if (ids.isEmpty()) {
            return decided;
        }
        Map<Long, StandingClassification> standing = StandingClassification.of(connection, ledger, ids);
        return decided.stream()
                .map(each -> each.keepingRise(
                        standing.get(each.assembled().customer().id()), ledger.baseScale()))
                .toList();
    }

    /** The rules' decisions about assembled facts, in the order given. */
    static List<DecidedCustomer> decide(CompiledRuleset ruleset, List<AssembledFacts> assembled) {
        List<TracedDecision> decisions = ruleset.evaluateTraced(
                assembled.stream().map(AssembledFacts::facts).toList());
        FiredRules fired = new FiredRules(ruleset);
        List<DecidedCustomer> decided = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            decided.add(new DecidedCustomer(
                    assembled.get(i),
                    decisions.get(i).decision(),
                    fired.ordinals(decisions.get(i).fired()),
                    null));
        }
        return decided;
    }
}
