package dev.assay.engine.ruleset.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Deadline;
import dev.assay.engine.fact.Given;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fixture.CustomerBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.drools.model.codegen.ExecutableModelProject;
import org.junit.jupiter.api.Test;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieSession;

/**
 * The trap that the option {@code AlphaRangeIndexThresholdOption} is set for. With nine or more range constraints on one property
 * Drools indexes them by their limits, and equal amounts written with another scale collide there: older releases lost firings without
 * a word, 10.2.0 can't build the rules at all.
 */
class RangeIndexTest {
    private static final int RULES = 12;
    private static final String HEAD = "package assay.rules.hold;\nimport dev.assay.engine.fact.Customer;\n";

    private static final String DAYS = IntStream.range(0, RULES)
            .mapToObj(i -> rule(i, "oldestOverdueDays > " + i * 10))
            .collect(Collectors.joining("", HEAD, ""));

    /** Each amount stands twice: as 10 and as 10.00. */
    private static final String AMOUNTS = IntStream.range(0, 2 * RULES)
            .mapToObj(i -> rule(i, "openBalance > " + i / 2 * 10 + (i % 2 == 0 ? "B" : ".00B")))
            .collect(Collectors.joining("", HEAD, ""));

    @Test
    void withOurOptionEveryRuleFiresThatShould() throws Exception {
        try (RuleModule module = RuleModule.build(Map.of("hold", DAYS), new BytecodeGuard())) {
            assertThat(wrong(module.base("hold"), RULES, 1)).isEmpty();
        }
    }

    @Test
    void withOurOptionAmountsMayBeWrittenEitherWay() throws Exception {
        try (RuleModule module = RuleModule.build(Map.of("hold", AMOUNTS), new BytecodeGuard())) {
            assertThat(wrong(module.base("hold"), 2 * RULES, 2)).isEmpty();
        }
    }

    @Test
    void withTheDefaultAmountsWrittenEitherWayCollide() {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("assay.test", "range-index", "1");
        KieFileSystem files = services.newKieFileSystem();
        files.write("src/main/resources/assay/rules/hold/rules.drl", AMOUNTS);
        files.generateAndWritePomXML(id);
        services.newKieBuilder(files, RangeIndexTest.class.getClassLoader()).buildAll(ExecutableModelProject.class);
        var container = services.newKieContainer(id, RangeIndexTest.class.getClassLoader());
        try {
            assertThatThrownBy(container::getKieBase)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Index conflict");
        } finally {
            container.dispose();
            services.getRepository().removeKieModule(id);
        }
    }

    private static String rule(int number, String condition) {
        return "rule r" + number + " when $c : Customer( " + condition + " ) then $c.fired(" + number
                + "); $c.hold(); end\n";
    }

    /** Tries all values around the limits, and none. */
    private static List<String> wrong(KieBase base, int rules, int perLimit) {
        List<String> wrong = new ArrayList<>();
        KieSession session = base.newKieSession();
        try {
            for (int value = -1; value <= RULES * 10 + 1; value++) {
                boolean known = value >= 0;
                Customer customer = new Customer(
                        CustomerBuilder.aCustomer()
                                .with(Metric.OLDEST_OVERDUE_DAYS, known ? value : null)
                                .with(Metric.OPEN_BALANCE, known ? BigDecimal.valueOf(value) : null)
                                .build(),
                        new Deadline());
                session.insert(customer);
                session.fireAllRules();
                Set<Integer> fired =
                        customer.given().stream().map(Given::rule).collect(Collectors.toCollection(TreeSet::new));
                Set<Integer> expected = new TreeSet<>();
                for (int rule = 0; rule < rules && known; rule++) {
                    if (value > rule / perLimit * 10) {
                        expected.add(rule);
                    }
                }
                if (!fired.equals(expected)) {
                    wrong.add(value + ": " + fired + " instead of " + expected);
                }
            }
        } finally {
            session.dispose();
        }
        return wrong;
    }
}
