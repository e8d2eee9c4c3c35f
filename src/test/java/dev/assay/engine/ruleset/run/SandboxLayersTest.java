package dev.assay.engine.ruleset.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.closing.Evaluation;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Deadline;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.fixture.CustomerBuilder;
import dev.assay.engine.ruleset.QuarantinedException;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.TextTemplate;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each layer of the sandbox with the layers above it switched off: raw DRL goes straight to Drools. */
class SandboxLayersTest {
    private static final String MARK = "assay.test.canary";
    private static final String CANARY_CLASS = "dev.assay.engine.fixture.Canary";
    private static final String CANARY = CANARY_CLASS + ".touch()";

    private static final Span AT = Span.fileStart("hold/x.drl");

    private static final CheckedRuleset EMPTY = new CheckedRuleset(
            new Manifest("x", List.of(), List.of("A"), List.of("NORMAL"), Map.of(), Map.of()),
            List.of(),
            Set.of(),
            Set.of());

    /** Lets every class pass, so that the loader has to hold alone. */
    private static final ClassGuard LOADER_ONLY = new ClassGuard() {
        @Override
        public void check(Map<String, byte[]> classes) {}

        @Override
        public ClassLoader loader() {
            return new ExposedClasses();
        }
    };

    private static final ClassGuard NO_GUARD = new ClassGuard() {
        @Override
        public void check(Map<String, byte[]> classes) {}

        @Override
        public ClassLoader loader() {
            return SandboxLayersTest.class.getClassLoader();
        }
    };

    @BeforeEach
    @AfterEach
    void noCanary() {
        System.clearProperty(MARK);
    }

    /** Each calls the customer first: a consequence that doesn't is of a kind which the loader doesn't know anyway. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                CANARY + "; | dev.assay.engine.fixture.Canary",
                "$c.grade(String.valueOf(dev.assay.engine.fixture.Canary.class)); | dev.assay.engine.fixture.Canary",
                "System.setProperty(\"" + MARK + "\", \"x\"); | java.lang.System",
                "Runtime.getRuntime().exec(\"id\"); | java.lang.Runtime",
                "new ProcessBuilder(\"id\").start(); | java.lang.ProcessBuilder",
                "new java.io.File(\"x\").delete(); | java.io.File",
                "Thread.currentThread().interrupt(); | java.lang.Thread",
                "Class.forName(\"" + CANARY_CLASS + "\"); | java.lang.Class",
                "$c.getClass().getName(); | java.lang.Class",
                "java.util.stream.Stream.of(1).count(); | java.util.stream.Stream",
                "new StringBuilder(2000000000); | java.lang.StringBuilder",
                "$c.facts().attributes(); | dev.assay.engine.fact.CustomerFacts"
            })
    void theLoaderAloneFindsNothingForeign(String consequence, String missing) {
        notFound("rule r0 when $c : Customer() then $c.fired(0); " + consequence + " end", missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                CANARY + " == true | dev.assay.engine.fixture.Canary",
                "tenureDays > dev.assay.engine.fixture.Canary.number() | dev.assay.engine.fixture.Canary",
                "facts.attributes != null | dev.assay.engine.fact.CustomerFacts"
            })
    void norDoesACondition(String condition, String missing) {
        notFound("rule r0 when $c : Customer( " + condition + " ) then $c.hold(); end", missing);
    }

    private static void notFound(String rules, String missing) {
        assertThatThrownBy(() -> {
                    try (RuleModule module = RuleModule.build(Map.of("hold", drl(rules)), LOADER_ONLY)) {
                        new SessionPool(module.base("hold"), 1).fire(List.of(evaluation(new Deadline())));
                    }
                })
                .rootCause()
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining(missing);
        assertThat(System.getProperty(MARK)).isNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void theWatchdogStopsRulesThatGoOnForever() throws Exception {
        String endless = drl("rule r0 when $c : Customer() then while (true) { $c.fired(0); } end");
        try (RuleModule module = RuleModule.build(Map.of("hold", endless), NO_GUARD)) {
            SessionPool pool = new SessionPool(module.base("hold"), 1);
            boolean[] overrun = new boolean[1];
            Deadline deadline = Watchdog.shared().watch(300, () -> overrun[0] = true);
            assertThatThrownBy(() -> pool.fire(List.of(evaluation(deadline))))
                    .hasRootCauseInstanceOf(Deadline.DeadlinePassed.class);
            assertThat(deadline.hasPassed()).isTrue();
        }
    }

    @Test
    void aBatchPastItsDeadlineQuarantinesItsRules() throws Exception {
        // four unbounded repeats are never checked in; here they stand in for whatever a check may have missed
        Expr costly = new Expr.Binary(
                Expr.Operator.MATCHES, new Expr.Property("industry", AT), new Expr.Text(".*.*.*.*x", AT), AT);
        CheckedRuleset ruleset = new CheckedRuleset(
                new Manifest("x", List.of(Phase.HOLD), List.of("A"), List.of("NORMAL"), Map.of(), Map.of()),
                List.of(rule(0, List.of(costly)), rule(1, List.of())),
                Set.of(),
                Set.of());
        try (PhasedRuleset compiled = PhasedRuleset.compile("x", ruleset, List.of(), 1)) {
            CustomerFacts harmless = aCustomerIn("steel");
            CustomerFacts hostile = aCustomerIn("a".repeat(250));
            assertThatThrownBy(() -> compiled.evaluate(List.of(hostile))).isInstanceOf(QuarantinedException.class);
            assertThat(compiled.isQuarantined()).isTrue();
            assertThatThrownBy(() -> compiled.evaluate(List.of(harmless))).isInstanceOf(QuarantinedException.class);
        }
    }

    @Test
    void waitingForTheProcessorIsNoReasonForQuarantine() throws Exception {
        CountDownLatch overrun = new CountDownLatch(1);
        Deadline deadline = Watchdog.shared().watch(500, overrun::countDown);
        assertThat(overrun.await(1_500, TimeUnit.MILLISECONDS))
                .as("three times the deadline on the wall, nothing on the processor")
                .isFalse();
        while (!deadline.hasPassed()) {
            Thread.onSpinWait();
        }
        assertThat(overrun.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void theFireLimitStopsRulesThatFireAgain() throws Exception {
        String again = drl("rule r0 when $c : Customer( provisional == false ) then $c.fired(0); update($c); end");
        try (RuleModule module = RuleModule.build(Map.of("hold", again), NO_GUARD)) {
            SessionPool pool = new SessionPool(module.base("hold"), 1);
            assertThatThrownBy(() -> pool.fire(List.of(evaluation(new Deadline()))))
                    .hasMessageContaining("more than 1 firings");
        }
    }

    @Test
    void aHarmlessRulePassesEveryLayer() throws Exception {
        String harmless = drl("rule r0 when $c : Customer() then $c.fired(0); $c.hold(); end");
        try (RuleModule module = RuleModule.build(Map.of("hold", harmless), new BytecodeGuard())) {
            Evaluation evaluation = evaluation(new Deadline());
            new SessionPool(module.base("hold"), 1).fire(List.of(evaluation));
            assertThat(evaluation.customer().given()).hasSize(1);
        }
    }

    private static String drl(String rules) {
        return "package assay.rules.hold;\nimport dev.assay.engine.fact.Customer;\n" + rules;
    }

    private static Evaluation evaluation(Deadline deadline) {
        return new Evaluation(EMPTY, new Customer(CustomerBuilder.aCustomer().build(), deadline));
    }

    private static CheckedRule rule(int ordinal, List<Expr> conditions) {
        TextTemplate text = new TextTemplate(List.of());
        return new CheckedRule(
                ordinal,
                "R" + ordinal,
                "R" + ordinal,
                Phase.HOLD,
                null,
                0,
                AT,
                text,
                text,
                conditions,
                List.of(new CheckedRule.Call(Effect.HOLD, List.of())),
                null,
                null,
                0);
    }

    private static CustomerFacts aCustomerIn(String industry) {
        return CustomerBuilder.aCustomer().industry(industry).build();
    }
}
