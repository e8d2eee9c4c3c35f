package dev.assay.engine.ruleset.agreement;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fixture.RulesetText;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.engine.ruleset.agreement.Disagreement.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Disagreements are seeded: one ruleset is held against another that isn't quite the same. */
class AgreementCheckTest {
    private static CompiledRuleset overdueThirty;
    private static CompiledRuleset overdueThirtyOne;

    private static final List<CustomerFacts> SAMPLE = List.of(
            aCustomer().overdueDays(29).build(),
            aCustomer().overdueDays(30).build(),
            aCustomer().overdueDays(31).build(),
            aCustomer().with(Metric.OLDEST_OVERDUE_DAYS, null).build());

    @BeforeAll
    static void compile() throws Exception {
        overdueThirty = capAbove(30);
        overdueThirtyOne = capAbove(31);
    }

    @AfterAll
    static void close() {
        overdueThirty.close();
        overdueThirtyOne.close();
    }

    @Test
    void whatIsEqualAgrees() {
        assertThat(AgreementCheck.of(overdueThirty, overdueThirty, SAMPLE)).isEmpty();
    }

    @Test
    void aThresholdThatIsOneOffIsFoundWithItsCustomerAndItsRule() {
        List<Disagreement> found = AgreementCheck.of(overdueThirty, overdueThirtyOne, SAMPLE);
        assertThat(found).singleElement().satisfies(disagreement -> {
            assertThat(disagreement.way()).isEqualTo(Way.CLASSIC);
            assertThat(disagreement.customer()).isEqualTo(SAMPLE.get(2));
            assertThat(disagreement.rules()).containsExactly("CAP");
            Diagnostic told = disagreement.diagnostic(overdueThirty);
            assertThat(told.file()).isEqualTo("grade/cap.drl");
            assertThat(told.rule()).isEqualTo("CAP");
            assertThat(told.line()).isEqualTo(1);
            assertThat(told.code()).isEqualTo("DISAGREEMENT");
            assertThat(told.messageEn()).contains("C1", "oldestOverdueDays=31", "[CAP]", "A/", "C/");
            assertThat(told.messageZh()).contains("C1", "oldestOverdueDays=31", "[CAP]");
        });
    }

    @Test
    void aRulesetThatDecidesOtherwiseAloneIsFound() {
        CompiledRuleset alone = disturbed(
                facts -> facts.size() == 1 ? List.of(aCustomer().overdueDays(99).build()) : facts);
        assertThat(AgreementCheck.of(alone, overdueThirty, SAMPLE))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.way()).isEqualTo(Way.ONE_BY_ONE));
    }

    @Test
    void aRulesetThatMindsTheOrderIsFound() {
        CompiledRuleset ordered = disturbed(facts -> {
            List<CustomerFacts> seen = new ArrayList<>(facts);
            if (facts.size() > 1 && !facts.get(0).equals(SAMPLE.get(0))) {
                seen.set(1, aCustomer().overdueDays(99).build());
            }
            return seen;
        });
        assertThat(AgreementCheck.of(ordered, overdueThirty, SAMPLE))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.way()).isEqualTo(Way.SHUFFLED));
    }

    private static CompiledRuleset capAbove(int days) throws Exception {
        return RulesetText.aRuleset()
                .with("grade/a.drl", RulesetText.rule("GRADE", "", "$c.grade(\"A\");"))
                .with("grade/cap.drl", RulesetText.rule("CAP", "oldestOverdueDays > " + days, "$c.capGrade(\"C\");"))
                .compile();
    }

    /** The ruleset, asked about other customers than it was given. */
    private static CompiledRuleset disturbed(UnaryOperator<List<CustomerFacts>> disturbance) {
        return (CompiledRuleset) java.lang.reflect.Proxy.newProxyInstance(
                AgreementCheckTest.class.getClassLoader(),
                new Class<?>[] {CompiledRuleset.class},
                (proxy, method, arguments) -> method.getName().equals("evaluateTraced")
                        ? evaluate(disturbance, arguments[0])
                        : method.invoke(overdueThirty, arguments));
    }

    @SuppressWarnings("unchecked")
    private static List<TracedDecision> evaluate(UnaryOperator<List<CustomerFacts>> disturbance, Object facts) {
        return overdueThirty.evaluateTraced(disturbance.apply((List<CustomerFacts>) facts));
    }
}
