package dev.assay.engine.ruleset.example;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.decision.Reason;
import dev.assay.engine.fact.Outcome;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.engine.ruleset.TracedDecision;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of running a ruleset's examples.
 *
 * @param examples how many there are
 * @param failures one for each difference, at the line of the example
 * @param coverage how often each rule fired
 */
public record ExampleRun(int examples, List<Diagnostic> failures, RuleCoverage coverage) {

    /** Evaluates all examples and compares what they expect. */
    public static ExampleRun of(CompiledRuleset ruleset, List<Example> examples) {
        List<TracedDecision> traced = new ArrayList<>(
                ruleset.evaluateTraced(examples.stream().map(Example::facts).toList()));
        List<Diagnostic> failures = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            TracedDecision outcome = traced.get(i);
            OrderVerdict verdict = verdict(ruleset, examples.get(i), outcome);
            if (verdict != null) {
                Set<String> codes = codes(verdict);
                outcome = new TracedDecision(outcome.decision(), codes);
                Set<String> all = new LinkedHashSet<>(traced.get(i).fired());
                all.addAll(codes);
                traced.set(i, new TracedDecision(outcome.decision(), all));
            }
            for (String difference : differences(examples.get(i), outcome, verdict)) {
                failures.add(failure(examples.get(i), difference));
            }
        }
        return new ExampleRun(examples.size(), List.copyOf(failures), RuleCoverage.of(ruleset, traced));
    }

    /** Codes of the rules that fired in no example. */
    public Set<String> neverFired() {
        return coverage.neverFired();
    }

    private static Diagnostic failure(Example example, String difference) {
        return new Diagnostic(
                example.file(),
                example.line(),
                1,
                1,
                null,
                "EXAMPLE_FAILED",
                Severity.ERROR,
                "案例“" + example.name() + "”不符：" + difference,
                "the example \"" + example.name() + "\" comes out otherwise: " + difference,
                "correct the rules, or the example if it is meant to change · 请修正规则；若本意如此，请修改案例",
                null);
    }

    /** What the check phase says about the example's order, for a customer graded as the example is. */
    private static @Nullable OrderVerdict verdict(CompiledRuleset ruleset, Example example, TracedDecision outcome) {
        if (example.order() == null || !ruleset.checksOrders()) {
            return null;
        }
        Decision decision = outcome.decision();
        Integer days = decision.paymentTerm().creditPeriodDays();
        Outcome standing = new Outcome(
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                decision.paymentTerm().type().name(),
                days == null ? 0 : days,
                decision.graceDays());
        return ruleset.check(example.facts(), standing, example.order());
    }

    private static Set<String> codes(OrderVerdict verdict) {
        Set<String> codes = new LinkedHashSet<>();
        verdict.checks().forEach(check -> codes.add(check.reason().code()));
        return codes;
    }

    private static List<String> differences(Example example, TracedDecision outcome, @Nullable OrderVerdict verdict) {
        List<String> differences = new ArrayList<>();
        example.expected().forEach((path, expected) -> {
            String actual = path.equals("check")
                    ? verdict == null ? "not asked" : verdict.level().name()
                    : actual(outcome.decision(), path);
            if (!same(expected, actual)) {
                differences.add(path + " is " + actual + ", expected " + expected);
            }
        });
        Set<String> fires = example.fires();
        if (fires != null && !fires.equals(outcome.fired())) {
            Set<String> missing = new TreeSet<>(fires);
            missing.removeAll(outcome.fired());
            Set<String> surplus = new TreeSet<>(outcome.fired());
            surplus.removeAll(fires);
            differences.add("expected to fire but silent: " + missing + ", fired unexpectedly: " + surplus);
        }
        List<String> principal = outcome.decision().reasons().stream()
                .filter(Reason::principal)
                .map(Reason::code)
                .toList();
        if (example.principal() != null && !example.principal().equals(principal)) {
            differences.add("principal reasons are " + principal + ", expected " + example.principal());
        }
        return differences;
    }

    private static boolean same(String expected, String actual) {
        try {
            return new BigDecimal(expected).compareTo(new BigDecimal(actual)) == 0;
        } catch (NumberFormatException e) {
            return expected.equals(actual);
        }
    }

    private static String actual(Decision decision, String path) {
        Map<String, @Nullable Object> values = new java.util.HashMap<>();
        values.put("score", decision.score());
        values.put("grade", decision.grade());
        values.put("provisional", decision.provisional());
        values.put("category", decision.category());
        values.put("creditLimit.type", decision.creditLimit().type());
        values.put("creditLimit.amount", decision.creditLimit().amount());
        values.put("creditLimit.currency", decision.creditLimit().currency());
        values.put("creditLimit.status", decision.creditLimit().status());
        values.put("paymentTerm.type", decision.paymentTerm().type());
        values.put("paymentTerm.creditPeriodDays", decision.paymentTerm().creditPeriodDays());
        values.put("graceDays", decision.graceDays());
        values.put("hold", decision.hold());
        values.put("reviewOn", decision.reviewOn());
        return values.containsKey(path) ? String.valueOf(values.get(path)) : "(unknown path)";
    }
}
