package dev.assay.engine.improvement;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.CustomerBuilder.anUnknownCustomer;
import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fixture.CustomerBuilder;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hints are true: what they say was decided, and a step less doesn't do it. With the shipped rules unless a test says otherwise. */
class FindImprovementsTest {
    private static CompiledRuleset shipped;

    @BeforeAll
    static void compile() throws Exception {
        shipped = new RulesetCompiler().compile(RulesetFiles.read(Path.of("rules")));
    }

    @AfterAll
    static void close() {
        shipped.close();
    }

    @Test
    void nearestChangeOfEachMetricThatReachesTheNextGrade() {
        // 84.94 is a B; 85.0 needs 0.06 points more: paymentIndex by 0.02, that is the next tenth
        List<Improvement> hints = of(aCustomer().with(Metric.PAYMENT_INDEX, 49.88));
        assertThat(hints).singleElement().satisfies(hint -> {
            assertThat(hint.metric()).isEqualTo("paymentIndex");
            assertThat(hint.from()).isEqualTo(49.88);
            assertThat(hint.to()).isEqualTo(49.9);
            assertThat(hint.gradeBefore()).isEqualTo("B");
            assertThat(hint.gradeAfter()).isEqualTo("A");
            assertThat(hint.change()).isEqualTo(0.0002, within(1e-9));
            assertThat(hint.text().zh()).isEqualTo("付款指数 49.88 → 49.9，等级由 B 升为 A");
            assertThat(hint.text().en()).isEqualTo("Payment index 49.88 → 49.9: grade A instead of B");
        });
    }

    @Test
    void aCapIsLiftedOnlyByTheMetricThatCaps() {
        List<Improvement> hints = of(aCustomer().overdueDays(45));
        assertThat(hints).singleElement().satisfies(hint -> {
            assertThat(hint.metric()).isEqualTo("oldestOverdueDays");
            assertThat(hint.to()).isEqualTo(30);
            assertThat(hint.gradeAfter()).isEqualTo("A");
        });
    }

    @Test
    void tenureOnlyGrowsAndSaysWhen() {
        // 40 + 25 + 10 + 15 × days/1095: an A from 730 days on
        CustomerBuilder customer = aCustomer().overdueDays(8).with(Metric.TENURE_DAYS, 687);
        assertThat(of(customer))
                .filteredOn(hint -> hint.metric().equals("tenureDays"))
                .singleElement()
                .satisfies(hint -> {
                    assertThat(hint.to()).isEqualTo(727);
                    assertThat(hint.days()).isEqualTo(40);
                    assertThat(hint.text().en())
                            .isEqualTo("In 40 days (2026-08-09), all else as it is, tenure in days is 727: grade A"
                                    + " instead of B");
                    assertThat(hint.text().zh()).contains("40 天后（2026-08-09）");
                });
    }

    @Test
    void stepOfAReviewIsRespected() {
        assertThat(of(aCustomer().previously("C", false, "0"))).isEmpty();
        assertThat(grade(aCustomer().previously("C", false, "0").build())).isEqualTo("B");
    }

    @Test
    void theBestGradeNeedsNoHintAndNoDataAllowsNone() {
        assertThat(of(aCustomer())).isEmpty();
        assertThat(of(anUnknownCustomer())).isEmpty();
    }

    @Test
    void losingDataIsNoImprovement() {
        // with fewer than 3 paid invoices the grade would be a provisional C
        List<Improvement> hints = of(aCustomer().with(Metric.PAYMENT_INDEX, 0.0).overdueDays(70));
        assertThat(hints).isNotEmpty().noneMatch(hint -> hint.metric().equals("paidInvoices12m"));
    }

    @Test
    void aHoldIsLifted() {
        List<Improvement> hints = of(aCustomer()
                .with(Metric.PAYMENT_INDEX, 21.88)
                .with(Metric.ON_TIME_RATIO, 0.4)
                .overdueDays(45));
        assertThat(hints).isNotEmpty().allSatisfy(hint -> {
            assertThat(hint.holdBefore()).isTrue();
            assertThat(hint.holdAfter()).isFalse();
            assertThat(hint.gradeAfter()).isEqualTo("D");
            assertThat(hint.text().zh()).contains("等级由 E 升为 D，解除信用冻结");
        });
        assertThat(hints.get(0).metric()).isEqualTo("paymentIndex");
    }

    @Test
    void holdAndGradeAreSeparateGoals() throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .withRule("grade", "utilization > 0.5", "$c.grade(\"B\");")
                .withRule("grade", "utilization <= 0.5", "$c.grade(\"A\");")
                .withRule("hold", "utilization > 0.9", "$c.hold();")
                .compile()) {
            List<Improvement> hints = new FindImprovements(ruleset)
                    .of(aCustomer().with(Metric.UTILIZATION, 1.2).build());
            assertThat(hints).extracting(Improvement::to).containsExactly(0.9, 0.5);
            assertThat(hints.get(0).gradeAfter()).isEqualTo("B");
            assertThat(hints.get(0).text().en()).isEqualTo("Utilization of the limit 1.2 → 0.9: the hold is lifted");
            assertThat(hints.get(1).gradeAfter()).isEqualTo("A");
        }
    }

    @Test
    void whatTheCustomerCannotChangeIsNeverHinted() throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .withRule(
                        "grade",
                        "tenureDays < 100 || netRevenuePrev12m > 5 || dataAgeDays < 2 || rfmMonetary >= 4",
                        "$c.grade(\"A\");")
                .withRule("grade", "recencyDays < 3", "$c.grade(\"A\");")
                .withRule("grade", "", "$c.grade(\"B\");")
                .compile()) {
            List<Improvement> hints = new FindImprovements(ruleset)
                    .of(aCustomer()
                            .with(Metric.NET_REVENUE_PREV_12M, BigDecimal.ONE)
                            .with(Metric.DATA_AGE_DAYS, 9)
                            .with(Metric.RFM_MONETARY, 2)
                            .with(Metric.RECENCY_DAYS, 40)
                            .build());
            assertThat(hints).extracting(Improvement::metric).containsExactly("rfmMonetary", "recencyDays");
            assertThat(hints.get(0).relative()).isTrue();
            assertThat(hints.get(0).text().zh()).contains("与账套内其他客户相比");
            assertThat(hints.get(1).to())
                    .as("a purchase now, not one 2 days ago")
                    .isEqualTo(0);
        }
    }

    @Test
    void moneyAndFarThresholdsAreFound() throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .withRule("grade", "averageMonthlySales >= 7654321.5", "$c.grade(\"A\");")
                .withRule("grade", "", "$c.grade(\"B\");")
                .compile()) {
            List<Improvement> hints =
                    new FindImprovements(ruleset).of(aCustomer().build());
            assertThat(hints).extracting(Improvement::to).containsExactly(new BigDecimal("7654322"));
        }
    }

    @Test
    void everyHintIsTrueAndAStepLessIsNot() {
        int seen = 0;
        for (CustomerFacts customer : randomCustomers(1, 150)) {
            Decision before = shipped.evaluate(List.of(customer)).get(0);
            double last = 0;
            for (Improvement hint : new FindImprovements(shipped).of(customer)) {
                seen++;
                Metric metric = Metric.byKey(hint.metric());
                Decision after = shipped.evaluate(List.of(with(customer, metric, hint.to())))
                        .get(0);
                assertThat(after.grade()).as("%s of %s", hint, customer).isEqualTo(hint.gradeAfter());
                assertThat(after.hold()).isEqualTo(hint.holdAfter());
                assertThat(isBetter(before, after))
                        .as("%s of %s", hint, customer)
                        .isTrue();
                assertThat(hint.change()).isGreaterThanOrEqualTo(last);
                last = hint.change();
                Object less = stepBack(metric, hint);
                if (less != null) {
                    Decision almost = shipped.evaluate(List.of(with(customer, metric, less)))
                            .get(0);
                    assertThat(isBetter(before, almost))
                            .as("%s, %s of %s", less, hint, customer)
                            .isFalse();
                }
            }
        }
        assertThat(seen).isGreaterThan(150);
    }

    @Test
    void noNearerValueDoesItAsEveryValueTriedShows() {
        for (CustomerFacts customer : randomCustomers(2, 40)) {
            List<Improvement> hints = new FindImprovements(shipped).of(customer);
            for (Metric metric : List.of(
                    Metric.PAYMENT_INDEX, Metric.ON_TIME_RATIO, Metric.OLDEST_OVERDUE_DAYS, Metric.TENURE_DAYS)) {
                assertThat(hints.stream()
                                .filter(hint -> hint.metric().equals(metric.key()))
                                .map(hint -> hint.to())
                                .findFirst()
                                .orElse(null))
                        .as("%s of %s", metric, customer)
                        .isEqualTo(nearestByTryingAll(customer, metric));
            }
        }
    }

    @Test
    void goingFurtherIsNeverWorse() {
        for (CustomerFacts customer : randomCustomers(3, 60)) {
            for (Improvement hint : new FindImprovements(shipped).of(customer)) {
                Metric metric = Metric.byKey(hint.metric());
                Object further = switch (metric) {
                    case PAYMENT_INDEX -> Math.min(100.0, (double) hint.to() + 3);
                    case ON_TIME_RATIO -> Math.min(1.0, (double) hint.to() + 0.03);
                    case OLDEST_OVERDUE_DAYS -> Math.max(0, (int) hint.to() - 3);
                    default -> (int) hint.to() + 30;
                };
                assertThat(shipped.grades().indexOf(grade(with(customer, metric, further))))
                        .as("%s of %s", hint, customer)
                        .isLessThanOrEqualTo(shipped.grades().indexOf(hint.gradeAfter()));
            }
        }
    }

    private static Object nearestByTryingAll(CustomerFacts customer, Metric metric) {
        List<Object> values = new ArrayList<>();
        double from = ((Number) metric.in(customer.history())).doubleValue();
        switch (metric) {
            case PAYMENT_INDEX -> {
                for (int i = 0; i <= 1000; i++) {
                    values.add(i / 10.0);
                }
            }
            case ON_TIME_RATIO -> {
                for (int i = 0; i <= 1000; i++) {
                    values.add(i / 1000.0);
                }
            }
            case OLDEST_OVERDUE_DAYS -> {
                for (int i = 0; i <= 300; i++) {
                    values.add(i);
                }
            }
            default -> {
                for (int i = (int) from + 1; i <= 3000; i++) {
                    values.add(i);
                }
            }
        }
        Decision before = shipped.evaluate(List.of(customer)).get(0);
        List<Decision> decisions = shipped.evaluate(
                values.stream().map(value -> with(customer, metric, value)).toList());
        Object nearest = null;
        for (int i = 0; i < values.size(); i++) {
            if (isBetter(before, decisions.get(i))
                    && (nearest == null || distance(values.get(i), from) < distance(nearest, from))) {
                nearest = values.get(i);
            }
        }
        return nearest;
    }

    private static double distance(Object value, double from) {
        return Math.abs(((Number) value).doubleValue() - from);
    }

    private static boolean isBetter(Decision before, Decision after) {
        List<String> grades = shipped.grades();
        boolean higher = grades.indexOf(after.grade()) < grades.indexOf(before.grade());
        return higher && (before.provisional() || !after.provisional()) && (before.hold() || !after.hold());
    }

    /** One step from the hint's value towards the metric's; null if that is where it came from. */
    private static Object stepBack(Metric metric, Improvement hint) {
        double from = ((Number) hint.from()).doubleValue();
        double to = ((Number) hint.to()).doubleValue();
        double step = Scale.of(metric).step().doubleValue();
        if (Math.abs(to - from) <= step) {
            return null;
        }
        double less = Math.rint((to + (to > from ? -step : step)) / step) * step;
        return hint.to() instanceof Integer ? (Object) (int) less : (Object) (Math.rint(less * 1000) / 1000);
    }

    private static List<Improvement> of(CustomerBuilder customer) {
        return new FindImprovements(shipped).of(customer.build());
    }

    private static String grade(CustomerFacts customer) {
        return shipped.evaluate(List.of(customer)).get(0).grade();
    }

    private static CustomerFacts with(CustomerFacts customer, Metric metric, Object value) {
        return customer.withHistory(customer.history().with(metric, value));
    }

    private static List<CustomerFacts> randomCustomers(long seed, int count) {
        Random random = new Random(seed);
        List<CustomerFacts> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CustomerBuilder customer = aCustomer()
                    .with(Metric.PAYMENT_INDEX, random.nextInt(10_001) / 100.0)
                    .with(Metric.ON_TIME_RATIO, random.nextInt(10_001) / 10_000.0)
                    .with(Metric.TENURE_DAYS, 30 + random.nextInt(1500))
                    .with(Metric.PAID_INVOICES_12M, 2 + random.nextInt(10))
                    .overdueDays(random.nextInt(3) == 0 ? 0 : random.nextInt(120));
            if (random.nextInt(3) == 0) {
                customer.previously(shipped.grades().get(random.nextInt(5)), random.nextBoolean(), "1000");
            }
            customers.add(customer.build());
        }
        return customers;
    }
}
