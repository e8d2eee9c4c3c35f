package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.anUnknownCustomer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.Reason;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fixture.CustomerBuilder;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold for every customer, tried on random ones with the shipped rules. */
class EvaluationPropertiesTest {
    private static CompiledRuleset ruleset;

    @BeforeAll
    static void compile() throws Exception {
        ruleset = new RulesetCompiler().compile(RulesetFiles.read(Path.of("rules")));
    }

    @AfterAll
    static void close() {
        ruleset.close();
    }

    @Test
    void oneByOneEqualsBatchEqualsShuffled() {
        List<CustomerFacts> customers = randomCustomers(1, 730);
        List<Decision> batch = ruleset.evaluate(customers);
        List<Decision> single = customers.stream()
                .map(customer -> ruleset.evaluate(List.of(customer)).get(0))
                .toList();
        assertThat(single).isEqualTo(batch);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < customers.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(2));
        List<Decision> shuffled =
                ruleset.evaluate(order.stream().map(customers::get).toList());
        for (int i = 0; i < order.size(); i++) {
            assertThat(shuffled.get(i)).isEqualTo(batch.get(order.get(i)));
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        List<CustomerFacts> customers = randomCustomers(3, 500);
        List<Decision> expected = ruleset.evaluate(customers);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<Decision>>> runs = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                runs.add(() -> ruleset.evaluate(customers));
            }
            for (Future<List<Decision>> run : threads.invokeAll(runs)) {
                assertThat(run.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void worseHistoryNeverRaisesTheGrade() {
        Random random = new Random(4);
        List<CustomerFacts> before = new ArrayList<>();
        List<CustomerFacts> after = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Map<Metric, Object> metrics = knownMetrics(random);
            before.add(customer(metrics).build());
            Map<Metric, Object> worse = new HashMap<>(metrics);
            switch (random.nextInt(3)) {
                case 0 -> worse.computeIfPresent(Metric.PAYMENT_INDEX, (m, v) -> (double) v * random.nextDouble());
                case 1 -> worse.computeIfPresent(Metric.ON_TIME_RATIO, (m, v) -> (double) v * random.nextDouble());
                default -> worse.computeIfPresent(Metric.OLDEST_OVERDUE_DAYS, (m, v) -> (int) v + random.nextInt(100));
            }
            after.add(customer(worse).build());
        }
        List<Decision> good = ruleset.evaluate(before);
        List<Decision> bad = ruleset.evaluate(after);
        for (int i = 0; i < good.size(); i++) {
            assertThat(rank(bad.get(i))).as("%s", after.get(i)).isGreaterThanOrEqualTo(rank(good.get(i)));
        }
    }

    @Test
    void missingDataNeverCrashesAndMakesTheGradeProvisional() {
        Random random = new Random(5);
        List<CustomerFacts> customers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Map<Metric, Object> metrics = knownMetrics(random);
            metrics.keySet().removeIf(metric -> random.nextInt(3) == 0);
            metrics.remove(
                    List.of(Metric.PAYMENT_INDEX, Metric.ON_TIME_RATIO, Metric.OLDEST_OVERDUE_DAYS, Metric.TENURE_DAYS)
                            .get(random.nextInt(4)));
            customers.add(customer(metrics).build());
        }
        customers.add(anUnknownCustomer().build());
        for (Decision decision : ruleset.evaluate(customers)) {
            assertThat(decision.provisional()).isTrue();
            assertThat(decision.score()).isNull();
            assertThat(decision.reasons()).anyMatch(reason -> reason.principal() && reason.value() == null);
        }
    }

    @Test
    void everyReasonCanBeRead() {
        for (Decision decision : ruleset.evaluate(randomCustomers(6, 400))) {
            List<Reason> reasons = decision.reasons();
            assertThat(reasons).isNotEmpty();
            assertThat(reasons.stream().filter(Reason::principal).count()).isLessThanOrEqualTo(4);
            assertThat(reasons.stream().map(Reason::code)).doesNotHaveDuplicates();
            assertThat(reasons)
                    .filteredOn(Reason::principal)
                    .noneMatch(reason -> reason.code().startsWith("BAND_"));
            for (Reason reason : reasons) {
                assertThat(reason.text().zh()).isNotBlank().doesNotContain("{", "null");
                assertThat(reason.text().en()).isNotBlank().doesNotContain("{", "null");
                assertThat(reason.effect()).isNotBlank();
                assertThat(ruleset.rules()).containsKey(reason.code());
            }
        }
    }

    @Test
    void whatLoweredTheScoreIsAReasonWithItsValue() {
        Decision decision = ruleset.evaluate(List.of(CustomerBuilder.aCustomer()
                        .with(Metric.PAYMENT_INDEX, 49.5)
                        .build()))
                .get(0);
        Reason first = decision.reasons().get(0);
        assertThat(first.code()).isEqualTo("PAYMENT_INDEX");
        assertThat(first.metric()).isEqualTo("paymentIndex");
        assertThat(first.value()).isEqualTo(49.5);
        assertThat(first.effect()).isEqualTo("points +24.75 of 40");
        assertThat(first.text().zh()).isEqualTo("付款指数为 49.5（80 为按时付款）");
        assertThat(first.principal()).isTrue();
    }

    @Test
    void aClosedRulesetRefusesToEvaluate() throws Exception {
        CompiledRuleset closed = new RulesetCompiler().compile(RulesetFiles.read(Path.of("rules")));
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.evaluate(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theEngineKnowsNothingOfTheServiceAroundIt() throws Exception {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/assay/engine"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertThat(Files.readAllLines(source))
                        .as("%s", source)
                        .noneMatch(line -> line.matches(
                                "import (static )?(io\\.quarkus|jakarta|com\\.fasterxml|dev\\.assay\\.(?!engine)).*"));
            }
        }
    }

    private static int rank(Decision decision) {
        return ruleset.grades().indexOf(decision.grade());
    }

    private static List<CustomerFacts> randomCustomers(long seed, int count) {
        Random random = new Random(seed);
        List<CustomerFacts> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<Metric, Object> metrics = knownMetrics(random);
            if (random.nextInt(4) == 0) {
                metrics.keySet().removeIf(metric -> random.nextInt(4) == 0);
            }
            CustomerBuilder customer = customer(metrics);
            if (random.nextBoolean()) {
                customer.previously(
                        ruleset.grades().get(random.nextInt(5)),
                        random.nextBoolean(),
                        random.nextInt(5) == 0 ? null : String.valueOf(random.nextInt(400_000)));
            }
            if (random.nextInt(3) == 0) {
                customer.guarantees(random.nextInt(100_000) + ".55");
            }
            customers.add(customer.build());
        }
        return customers;
    }

    private static CustomerBuilder customer(Map<Metric, Object> metrics) {
        CustomerBuilder customer = anUnknownCustomer();
        metrics.forEach(customer::with);
        return customer;
    }

    private static Map<Metric, Object> knownMetrics(Random random) {
        Map<Metric, Object> metrics = new HashMap<>();
        metrics.put(Metric.PAYMENT_INDEX, random.nextInt(1001) / 10.0);
        metrics.put(Metric.ON_TIME_RATIO, random.nextInt(1001) / 1000.0);
        metrics.put(Metric.OLDEST_OVERDUE_DAYS, random.nextBoolean() ? 0 : random.nextInt(130));
        metrics.put(Metric.TENURE_DAYS, 90 + random.nextInt(1500));
        metrics.put(Metric.PAID_INVOICES_12M, 3 + random.nextInt(20));
        metrics.put(Metric.AVERAGE_MONTHLY_SALES, BigDecimal.valueOf(random.nextInt(500_000_000), 2));
        metrics.put(Metric.RECENCY_DAYS, random.nextInt(400));
        metrics.put(Metric.VALUE_CLASS, List.of("A", "B", "C").get(random.nextInt(3)));
        return metrics;
    }
}
