package dev.assay.engine.ruleset;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.OrderFacts;
import dev.assay.engine.fact.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * A checked ruleset, ready to evaluate customers. Thread-safe. Close it when it retires and nothing uses it any more; evaluating
 * a closed one throws {@link IllegalStateException}.
 */
public interface CompiledRuleset extends AutoCloseable {

    /** {@link RulesetFiles#hash} of its files. */
    String version();

    String name();

    /** Best first. */
    List<String> grades();

    /** The metrics that any rule reads or shows: only these need to be computed. */
    Set<Metric> metricsRead();

    /** The numbers that conditions of rules compare each metric with. */
    Map<Metric, NavigableSet<BigDecimal>> thresholds();

    /** All rules by their code, in the order they are tried. */
    Map<String, RuleInfo> rules();

    /** What is doubtful though usable. */
    List<Diagnostic> warnings();

    /** A batch ran past its deadline: evaluating throws {@link QuarantinedException} from now on. */
    boolean isQuarantined();

    /** Decides about each customer; any number of them, answers in the order given. */
    List<Decision> evaluate(List<CustomerFacts> facts);

    /** As {@link #evaluate}, with the rules that fired. */
    List<TracedDecision> evaluateTraced(List<CustomerFacts> facts);

    /** Whether it has rules about orders. */
    boolean checksOrders();

    /** The metrics that rules about orders read or show. */
    Set<Metric> metricsOfChecks();

    /**
     * What the check phase says about an order.
     *
     * @param standing what stands for the customer: grade, category, term
     * @throws IllegalStateException if there are no such rules
     */
    OrderVerdict check(CustomerFacts customer, Outcome standing, OrderFacts order);

    @Override
    void close();
}
