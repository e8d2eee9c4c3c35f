package dev.assay.classification;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.Reason;
import dev.assay.engine.decision.Text;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleInfo;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives logged decisions their reasons, by deciding again: the kept rule files over the kept facts come to the same decision, and
 * say why.
 *
 * <p>Where they don't, because the engine has changed since, the rules that fired are named and nothing is made up.
 */
@ApplicationScoped
class ExplainDecisions {

    @Inject
    Rulesets rulesets;

    List<StoredDecision> explain(List<LoggedDecision> logged, Function<LoggedDecision, CustomerFacts> facts) {
        Map<String, List<LoggedDecision>> byRuleset = new LinkedHashMap<>();
        logged.forEach(each -> byRuleset
                .computeIfAbsent(each.rulesetVersion(), version -> new ArrayList<>())
                .add(each));
        Map<Long, StoredDecision> explained = new HashMap<>();
        byRuleset.forEach((version, decisions) -> rulesets.with(version, ruleset -> {
            List<CustomerFacts> read = decisions.stream().map(facts).toList();
            List<TracedDecision> again = ruleset.evaluateTraced(read);
            for (int i = 0; i < again.size(); i++) {
                LoggedDecision each = decisions.get(i);
                explained.put(each.id(), each.stored(read.get(i), reasons(ruleset, each, again.get(i))));
            }
            return again;
        }));
        return logged.stream().map(each -> explained.get(each.id())).toList();
    }

    private static List<Reason> reasons(CompiledRuleset ruleset, LoggedDecision logged, TracedDecision again) {
        int[] fired = logged.fired();
        boolean same = outcome(logged.decision()).equals(outcome(again.decision()))
                && (fired == null || Arrays.equals(fired, new FiredRules(ruleset).ordinals(again.fired())));
        return same ? again.decision().reasons() : named(ruleset, fired);
    }

    private static Decision outcome(Decision decision) {
        return new Decision(
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                decision.creditLimit(),
                decision.paymentTerm(),
                decision.graceDays(),
                decision.hold(),
                decision.reviewOn(),
                List.of());
    }

    private static List<Reason> named(CompiledRuleset ruleset, int @Nullable [] fired) {
        if (fired == null) {
            return List.of();
        }
        List<RuleInfo> rules = List.copyOf(ruleset.rules().values());
        return Arrays.stream(fired)
                .mapToObj(rules::get)
                .map(rule -> new Reason(
                        rule.code(),
                        rule.name(),
                        rule.phase(),
                        null,
                        null,
                        null,
                        "",
                        false,
                        new Text(
                                "规则“" + rule.name() + "”曾命中；引擎已更新，无法再现原因",
                                "Rule \"" + rule.name() + "\" fired; the engine has changed since and can't say more")))
                .toList();
    }
}
