package dev.assay.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The yardstick decides what the shipped rules decide: two ways to write one policy check each other. */
class HandWrittenPolicyTest {

    @Test
    void handWrittenJavaDecidesAsTheShippedRulesDo() throws Exception {
        List<CustomerFacts> customers = BenchCustomers.random(7, 20_000);
        try (CompiledRuleset ruleset = new RulesetCompiler().compile(BenchRuleset.SHIPPED.files())) {
            List<Decision> decisions = ruleset.evaluate(customers);
            for (int i = 0; i < customers.size(); i++) {
                assertThat(HandWrittenPolicy.decide(customers.get(i)))
                        .as("%s", customers.get(i))
                        .isEqualTo(withoutReasons(decisions.get(i)));
            }
            assertThat(decisions.stream().map(Decision::grade).distinct()).hasSize(5);
            assertThat(decisions.stream().map(Decision::category).distinct()).hasSize(6);
        }
    }

    private static Decision withoutReasons(Decision decision) {
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
}
