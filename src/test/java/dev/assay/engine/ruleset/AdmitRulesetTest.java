package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.engine.fixture.RulesetText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmitRulesetTest {
    private static final String EXAMPLES = """
            defaults: { asOf: 2026-06-30 }
            cases:
              - name: thirty days are no reason yet
                facts: { oldestOverdueDays: 30 }
                expect: { hold: false }
                fires: []
              - name: thirty-one are
                facts: { oldestOverdueDays: 31 }
                expect: { hold: %s }
            """;

    @Test
    void theShippedRulesAreAdmittedAndAgreeOnHundredsOfCustomers() throws Exception {
        AdmittedRuleset admitted = new AdmitRuleset().admit(RulesetFiles.read(Path.of("rules")), List.of());
        try (CompiledRuleset ruleset = admitted.ruleset()) {
            assertThat(admitted.sampled()).isGreaterThan(300);
            assertThat(admitted.examples().coverage().customers())
                    .isEqualTo(admitted.examples().examples());
            assertThat(admitted.examples().coverage().fired().keySet())
                    .containsExactlyElementsOf(ruleset.rules().keySet());
        }
    }

    @Test
    void everyKindOfConditionAgreesInBothWaysOfCompiling() throws Exception {
        AdmittedRuleset admitted = new AdmitRuleset()
                .admit(
                        aRuleset()
                                .withRule("score", "paymentIndex >= 70.5, onTimeRatio < 0.9", "$c.points(10);")
                                .withRule("score", "$v : dso, dso > 0", "$c.points(Math.min(50, $v / 3 * 2));")
                                .withRule("grade", "openBalance == 1000.10 || exposure > 5", "$c.grade(\"B\");")
                                .withRule("grade", "industry in (\"steel\", \"coal\")", "$c.capGrade(\"C\");")
                                .withRule("grade", "region != null, region not in (\"east\")", "$c.maxUpgrade(1);")
                                .withRule("grade", "attrs[\"rating\"] > 2.5", "$c.capGrade(\"B\");")
                                .withRule("category", "attrs[\"segment\"] matches \"re.*\"", "$c.category(\"KEY\");")
                                .withRule("category", "attrs[\"since\"] < \"2020-01-01\"", "$c.category(\"OLD\");")
                                .withRule("term", "tags contains \"vip\", attrs[\"vip\"] == true", "$c.graceDays(9);")
                                .withRule("limit", "$a : averageMonthlySales, $a > 10.01", "$c.limitAdd($a * 2);")
                                .with(
                                        "hold/hold.drl",
                                        RulesetText.rule("HOLD", "oldestOverdueDays > Param.days", "$c.hold();")
                                                .replace(
                                                        "@zh",
                                                        "@validFrom(\"2026-06-30\") @validTo(\"2026-12-31\") @zh"))
                                .with("ruleset.yaml", manifest())
                                .files(),
                        List.of(aCustomer().build()));
        admitted.ruleset().close();
        assertThat(admitted.examples().coverage().neverFired()).hasSize(11);
    }

    @Test
    void anExampleThatComesOutOtherwiseRefusesTheVersionAtItsLine() throws Exception {
        RulesetFiles files = overdue()
                .with("examples/hold.yaml", EXAMPLES.formatted("false"))
                .files();
        RulesetException refused =
                catchThrowableOfType(RulesetException.class, () -> new AdmitRuleset().admit(files, List.of()));
        assertThat(refused.diagnostics()).singleElement().satisfies(told -> {
            assertThat(told.file()).isEqualTo("examples/hold.yaml");
            assertThat(told.line()).isEqualTo(7);
            assertThat(told.code()).isEqualTo("EXAMPLE_FAILED");
            assertThat(told.messageEn()).contains("thirty-one are", "hold is true, expected false");
            assertThat(told.messageZh()).contains("thirty-one are");
        });
    }

    @Test
    void coverageCountsExamplesByRule() throws Exception {
        AdmittedRuleset admitted = new AdmitRuleset()
                .admit(
                        overdue()
                                .withRule("grade", "paymentIndex > 99", "$c.grade(\"A\");")
                                .with("examples/hold.yaml", EXAMPLES.formatted("true"))
                                .files(),
                        List.of());
        admitted.ruleset().close();
        RuleCoverage coverage = admitted.examples().coverage();
        assertThat(coverage.customers()).isEqualTo(2);
        assertThat(coverage.fired()).containsEntry("HOLD", 1L);
        assertThat(coverage.neverFired()).hasSize(1).doesNotContain("HOLD");
    }

    private static RulesetText overdue() {
        return aRuleset().with("hold/hold.drl", RulesetText.rule("HOLD", "oldestOverdueDays > 30", "$c.hold();"));
    }

    private static String manifest() {
        return """
                name: test
                phases: [score, grade, category, term, limit, hold]
                grades: [A, B, C]
                categories: [KEY, OLD, NORMAL]
                parameters:
                  days: { value: 30, type: integer }
                attributes:
                  segment: text
                  rating: number
                  since: date
                  vip: flag
                """;
    }
}
