package dev.assay.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.classification.ReplayView.Difference;
import dev.assay.classification.ReplayView.Result;
import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.FactsJson;
import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.EngineVersion;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.history.CutPoints;
import dev.assay.history.PaymentHistories;
import dev.assay.history.StoredCutPoints;
import dev.assay.ledger.Ledger;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides again what was decided before, from the facts as they are known now or were known at an instant. */
@ApplicationScoped
class ReplayDecision {

    private static final Set<String> OUTCOME = Set.of(
            "score",
            "grade",
            "provisional",
            "category",
            "creditLimit",
            "paymentTerm",
            "graceDays",
            "hold",
            "reviewOn",
            "reasons");

    @Inject
    Rulesets rulesets;

    @Inject
    PaymentHistories histories;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** What a replay is held against beside the facts. */
    public enum Rules {
        /** The rules that serve now: RULES_CHANGED says that they are others. */
        ACTIVE,
        /** The rules the decision names, however long ago they retired. */
        RECORDED
    }

    /** @param knownAt documents and master data recorded later are not read; null: as everything is known now */
    ReplayView replay(
            Connection connection, Ledger ledger, StoredDecision stored, @Nullable Instant knownAt, Rules rules)
            throws SQLException {
        try (RulesetLease lease =
                rules == Rules.RECORDED ? rulesets.leaseOf(stored.view().rulesetVersion()) : rulesets.lease(ledger)) {
            return replay(connection, ledger, stored, knownAt, lease.ruleset());
        }
    }

    private ReplayView replay(
            Connection connection,
            Ledger ledger,
            StoredDecision stored,
            @Nullable Instant knownAt,
            CompiledRuleset active)
            throws SQLException {
        DecisionView recorded = stored.view();
        Instant cut = knownAt == null ? PaymentHistories.lastRecorded(connection, ledger) : knownAt;

        CustomerFacts recordedFacts = stored.facts();
        DecisionView reproduced = decide(recorded, recordedFacts);
        List<Difference> engine = outcome(recorded, reproduced);
        if (!engine.isEmpty()) {
            return view(recorded, Result.ENGINE_CHANGED, cut, active, engine, reproduced);
        }
        CustomerFacts facts = currentFacts(connection, ledger, stored, knownAt, cut, recordedFacts);
        DecisionView replayed = decide(recorded, facts);
        List<Difference> data = differences(tree(recorded.facts()), tree(replayed.facts()));
        if (!data.isEmpty()) {
            return view(recorded, Result.DATA_CHANGED, cut, active, data, replayed);
        }
        if (!active.version().equals(recorded.rulesetVersion())) {
            DecisionView underActive = decide(recorded, facts, active);
            return view(recorded, Result.RULES_CHANGED, cut, active, outcome(recorded, underActive), underActive);
        }
        return view(recorded, Result.SAME, cut, active, List.of(), replayed);
    }

    /** The facts with everything but what stood before read again: that is part of the decision, not of the books. */
    private CustomerFacts currentFacts(
            Connection connection,
            Ledger ledger,
            StoredDecision stored,
            @Nullable Instant knownAt,
            Instant cut,
            CustomerFacts recordedFacts)
            throws SQLException {
        long id = stored.customerId();
        Map<Long, Customer> customers = knownAt == null
                ? Customers.load(connection, ledger, List.of(id))
                : Customers.loadAt(
                        connection, ledger, Map.of(id, masterDataVersion(connection, ledger, stored, knownAt)));
        Long cutPointsId = stored.view().cutPoints();
        CutPoints cutPoints = cutPointsId == null ? null : StoredCutPoints.byId(connection, ledger, cutPointsId);
        Set<Metric> metrics = rulesets.with(stored.view().rulesetVersion(), RecordedMetrics::of);
        return new AssembleFacts(histories, ledger, stored.view().asOf(), cut, cutPoints, metrics)
                .of(connection, Objects.requireNonNull(customers.get(id)), recordedFacts.previous())
                .facts();
    }

    /**
     * The version known at an instant. From the decision's own cut of the documents to the decision itself that is the version
     * it read, which may have been recorded after that cut.
     */
    private static int masterDataVersion(Connection connection, Ledger ledger, StoredDecision stored, Instant knownAt)
            throws SQLException {
        Instant ownCut = stored.view().knownAt();
        boolean asDecided = ownCut != null
                && !knownAt.isBefore(ownCut)
                && !knownAt.isAfter(stored.view().decidedAt());
        return asDecided
                ? stored.customerVersion()
                : Customers.versionAt(connection, ledger, stored.customerId(), knownAt);
    }

    private DecisionView decide(DecisionView recorded, CustomerFacts facts) {
        return rulesets.with(recorded.rulesetVersion(), ruleset -> decide(recorded, facts, ruleset));
    }

    private DecisionView decide(DecisionView recorded, CustomerFacts facts, CompiledRuleset ruleset) {
        return DecisionView.unstored(
                facts,
                ruleset.evaluate(List.of(facts)).get(0),
                ruleset.version(),
                RecordedMetrics.of(ruleset),
                clock.instant());
    }

    private List<Difference> outcome(DecisionView recorded, DecisionView replayed) {
        return differences(tree(recorded), tree(replayed), OUTCOME::contains);
    }

    private static List<Difference> differences(JsonNode recorded, JsonNode replayed) {
        return differences(recorded, replayed, name -> true);
    }

    private static List<Difference> differences(JsonNode recorded, JsonNode replayed, Predicate<String> compared) {
        Set<String> names = new TreeSet<>();
        recorded.fieldNames().forEachRemaining(names::add);
        replayed.fieldNames().forEachRemaining(names::add);
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            JsonNode before = recorded.path(name);
            JsonNode now = replayed.path(name);
            if (compared.test(name) && !FactsJson.same(before, now)) {
                differences.add(new Difference(name, before, now));
            }
        }
        return differences;
    }

    private JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    private static ReplayView view(
            DecisionView recorded,
            Result result,
            Instant knownAt,
            CompiledRuleset active,
            List<Difference> differences,
            DecisionView replayed) {
        Long id = recorded.id();
        if (id == null) {
            throw new IllegalArgumentException("Only a stored decision can be replayed");
        }
        return new ReplayView(id, result, knownAt, active.version(), EngineVersion.CURRENT, differences, replayed);
    }
}
