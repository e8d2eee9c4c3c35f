package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.CustomerBuilder.anUnknownCustomer;
import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static dev.assay.engine.fixture.RulesetText.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Property;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the rule profile promises, each seen in what fires. */
class ProfileTest {

    @Test
    void everyPropertyCanBeComparedInEveryWayItsKindAllows() throws Exception {
        List<String> conditions = new ArrayList<>();
        List<String> ofOrders = new ArrayList<>();
        for (String name : Property.names()) {
            Property property = Property.named(name);
            if (property.ofOrder()) {
                ofOrders.addAll(comparisons(name, property));
            } else if (property.givenBy() == null || !name.equals("hold")) {
                conditions.addAll(comparisons(name, property));
            }
        }
        conditions.addAll(List.of(
                "attrs[\"segment\"] == \"vip\"",
                "attrs[\"rating\"] >= 10.5",
                "attrs[\"since\"] < \"2026-01-31\"",
                "attrs[\"vip\"] == true",
                "exposure > highCredit12m",
                "openBalance != null, exposure != null, openBalance == exposure"));
        StringBuilder drl = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            drl.append(rule("R" + i, conditions.get(i), "$c.hold();"));
        }
        StringBuilder checks = new StringBuilder();
        for (int i = 0; i < ofOrders.size(); i++) {
            checks.append(rule("O" + i, ofOrders.get(i), "$c.holdOrder();"));
        }
        try (CompiledRuleset ruleset = aRuleset()
                .with("hold/all.drl", drl.toString())
                .with("check/all.drl", checks.toString())
                .withRule("grade", "", "$c.grade(\"A\");")
                .compile()) {
            ruleset.evaluate(List.of(aCustomer().build(), anUnknownCustomer().build()));
            assertThat(ruleset.rules()).hasSize(conditions.size() + ofOrders.size() + 1);
            assertThat(ruleset.metricsRead()).containsExactlyInAnyOrder(Metric.values());
        }
    }

    @Test
    void manyRulesMayShareACondition() throws Exception {
        StringBuilder drl = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            drl.append(rule("SAME" + i, "oldestOverdueDays > 5", "$c.points(" + i + ");"));
        }
        try (CompiledRuleset ruleset = aRuleset()
                .with("score/same.drl", drl.toString())
                .withRule("grade", "", "$c.grade(\"A\");")
                .compile()) {
            List<CustomerFacts> customers = List.of(aCustomer().overdueDays(6).build());
            assertThat(ruleset.evaluateTraced(customers).get(0).fired()).hasSize(21);
        }
    }

    private static List<String> comparisons(String name, Property property) {
        String guard = property.nullable() ? name + " != null, " : "";
        List<String> comparisons = new ArrayList<>();
        if (property.nullable()) {
            comparisons.add(name + " == null");
        }
        switch (property.kind()) {
            case INTEGER, DECIMAL, EXACT -> {
                for (String operator : List.of("<", "<=", ">", ">=", "==")) {
                    comparisons.add(name + " " + operator + " 12");
                }
                comparisons.add(guard + name + " != 12");
                comparisons.add(name + " > 3 && < 9 || " + name + " in (1, 2, Param.days)");
                comparisons.add(guard + name + " not in (1, 2)");
            }
            case TEXT -> {
                String word = name.toLowerCase().contains("grade")
                        ? "A"
                        : name.equals("category")
                                ? "KEY"
                                : name.equals("term") || name.equals("requestedTerm") ? "PREPAY" : "x";
                comparisons.add(name + " == \"" + word + "\"");
                comparisons.add(guard + name + " != \"" + word + "\"");
                comparisons.add(name + " in (\"" + word + "\")");
                comparisons.add(name + " matches \"[A-Z]+.*\"");
                comparisons.add(name + " contains \"A\"");
                comparisons.add(guard + name + " not contains \"A\"");
            }
            case FLAG -> {
                comparisons.add(name + " == true");
                comparisons.add(guard + name + " != true");
            }
            default -> {
                comparisons.add(name + " contains \"x\"");
                comparisons.add(name + " not contains \"x\"");
            }
        }
        assertThat(property.kind()).isNotIn(Kind.DATE, Kind.NO_DATA);
        return comparisons;
    }

    @Test
    void everyEffectCanBeGivenWhatItTakes() throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .withRule(
                        "score",
                        "$s : netRevenue12m > 0, $d : tenureDays > 0, $r : attrs[\"rating\"] != null",
                        "$c.points(-Math.abs($s / 1000 - $d) + Math.max($r, 2) * Param.share + acceptedGuarantees);")
                .withRule("score", "tenureDays > 9999", "$c.incomplete();")
                .withRule("grade", "", "$c.grade(Param.best); $c.capGrade(\"B\"); $c.maxUpgrade(2);")
                .withRule("grade", "tenureDays == 1", "$c.provisional(\"C\");")
                .withRule("category", "", "$c.category(\"KEY\");")
                .withRule(
                        "term", "", "$c.term(\"OPEN_ACCOUNT\", Param.days + 15); $c.graceDays(5); $c.reviewMonths(6);")
                .withRule(
                        "limit",
                        "$s : averageMonthlySales > 0, $p : paymentIndex > 0, $t : tenureDays > 0",
                        "$c.limitFactor($p / 100); $c.limitCeiling(Math.min($s * 3, 1000000 - $t)); "
                                + "$c.limitStep(100); $c.limitMonthDays(30); $c.limitAdd(Math.abs(-$s) / 10 + creditPeriodDays); "
                                + "$c.approvalAboveRise(Param.share);")
                .withRule("limit", "tenureDays == 2", "$c.noLimit();")
                .withRule("limit", "tenureDays == 3", "$c.unlimited();")
                .withRule("hold", "tenureDays == 1", "$c.hold();")
                .compile()) {
            var decision = ruleset.evaluate(List.of(aCustomer().build())).get(0);
            assertThat(decision.grade()).isEqualTo("B");
            // 100000 × 45/30 × 0.8 = 120000, plus 100000/10 + 45
            assertThat(decision.creditLimit().amount()).isEqualByComparingTo("130045");
            assertThat(decision.paymentTerm().creditPeriodDays()).isEqualTo(45);
            assertThat(decision.reviewOn()).isEqualTo("2026-12-30");
        }
    }

    @Test
    void moneyIsComparedExactlyWhereDoublesWouldErr() throws Exception {
        assertThat(fires("openBalance < 10000.01", aCustomer().with(Metric.OPEN_BALANCE, new BigDecimal("10000.01"))))
                .isFalse();
        assertThat(fires("openBalance <= 10000.01", aCustomer().with(Metric.OPEN_BALANCE, new BigDecimal("10000.010"))))
                .isTrue();
        assertThat(fires(
                        "openBalance == 10000.01", aCustomer().with(Metric.OPEN_BALANCE, new BigDecimal("10000.0100"))))
                .isTrue();
        assertThat(fires(
                        "openBalance in (1, 10000.01)",
                        aCustomer().with(Metric.OPEN_BALANCE, new BigDecimal("10000.0100"))))
                .isTrue();
        assertThat(fires(
                        "openBalance != null, openBalance != 10000.01",
                        aCustomer().with(Metric.OPEN_BALANCE, new BigDecimal("10000.0100"))))
                .isFalse();
    }

    @Test
    void noDataMatchesNothingButTheQuestionForIt() throws Exception {
        for (String condition : List.of(
                "openBalance < 1",
                "openBalance >= 0",
                "openBalance == 0",
                "openBalance in (0)",
                "openBalance > exposure",
                "industry matches \".*\"",
                "attrs[\"segment\"] == \"x\"",
                "attrs[\"rating\"] < 5",
                "exposureWithoutLimit == false")) {
            CustomerFacts facts = anUnknownCustomer().build();
            CustomerFacts unknown = new CustomerFacts(
                    "C",
                    facts.asOf(),
                    "CNY",
                    null,
                    null,
                    null,
                    null,
                    Set.of(),
                    java.util.Map.of(),
                    facts.history(),
                    null,
                    BigDecimal.ZERO);
            assertThat(fires(condition, unknown)).as(condition).isFalse();
        }
        assertThat(fires("openBalance == null", anUnknownCustomer())).isTrue();
        assertThat(fires("openBalance == null || openBalance != 5", anUnknownCustomer()))
                .isTrue();
    }

    @Test
    void customFieldsAreReadByTheirType() throws Exception {
        assertThat(fires("attrs[\"segment\"] == \"金牌 \\\"A\\\"\"", aCustomer().attribute("segment", "金牌 \"A\"")))
                .isTrue();
        assertThat(fires("attrs[\"rating\"] == 10.5", aCustomer().attribute("rating", new BigDecimal("10.50"))))
                .isTrue();
        assertThat(fires(
                        "attrs[\"since\"] >= \"2026-01-31\"",
                        aCustomer().attribute("since", LocalDate.of(2026, 1, 31))))
                .isTrue();
        assertThat(fires("attrs[\"rating\"] == 10.5", aCustomer().attribute("rating", "10.5")))
                .as("another type counts as no data")
                .isFalse();
        assertThat(fires("tags contains \"vip\"", aCustomer().tags("vip", "old")))
                .isTrue();
    }

    @Test
    void aRuleHoldsFromItsFirstToItsLastDay() throws Exception {
        String dated =
                rule("R1", "", "$c.hold();").replace("@zh", "@validFrom(\"2026-01-10\") @validTo(\"2026-01-20\") @zh");
        RulesetTextRun run = new RulesetTextRun(dated);
        assertThat(run.holds(aCustomer().asOf(LocalDate.of(2026, 1, 9)))).isFalse();
        assertThat(run.holds(aCustomer().asOf(LocalDate.of(2026, 1, 10)))).isTrue();
        assertThat(run.holds(aCustomer().asOf(LocalDate.of(2026, 1, 20)))).isTrue();
        assertThat(run.holds(aCustomer().asOf(LocalDate.of(2026, 1, 21)))).isFalse();
    }

    @Test
    void whoSpeaksFirstIsSettledBySalienceThenByPlace() throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .with(
                        "grade/a.drl",
                        rule("LATE", "", "$c.grade(\"C\");")
                                + rule("FIRST", "", "$c.grade(\"B\");").replace("@code", "salience 5 @code")
                                + rule("LATER", "", "$c.grade(\"A\");"))
                .compile()) {
            assertThat(ruleset.evaluate(List.of(aCustomer().build())).get(0).grade())
                    .isEqualTo("B");
            assertThat(ruleset.rules().keySet()).containsExactly("FIRST", "LATE", "LATER");
        }
    }

    @Test
    void rangesOfManyRowsAllFire() throws Exception {
        // nine or more range constraints on one property: Drools' default index drops firings
        StringBuilder drl = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            drl.append(rule("R" + i, "oldestOverdueDays >= " + i, "$c.points(1);"));
        }
        try (CompiledRuleset ruleset = aRuleset()
                .with("score/all.drl", drl.toString())
                .withRule("grade", "", "$c.grade(\"A\");")
                .compile()) {
            for (int days = 0; days < 45; days++) {
                var decision = ruleset.evaluate(
                                List.of(aCustomer().overdueDays(days).build()))
                        .get(0);
                assertThat(decision.score()).isEqualByComparingTo(String.valueOf(Math.min(40, days + 1)));
            }
        }
    }

    private static boolean fires(String condition, dev.assay.engine.fixture.CustomerBuilder customer) throws Exception {
        return fires(condition, customer.build());
    }

    private static boolean fires(String condition, CustomerFacts facts) throws Exception {
        return new RulesetTextRun(rule("R1", condition, "$c.hold();")).holds(facts);
    }

    /** One rule of the hold phase, compiled for one question. */
    private record RulesetTextRun(String drl) {

        boolean holds(dev.assay.engine.fixture.CustomerBuilder customer) throws Exception {
            return holds(customer.build());
        }

        boolean holds(CustomerFacts facts) throws Exception {
            try (CompiledRuleset ruleset = aRuleset()
                    .with("hold/r.drl", drl)
                    .withRule("grade", "", "$c.grade(\"A\");")
                    .compile()) {
                return ruleset.evaluate(List.of(facts)).get(0).hold();
            }
        }
    }
}
