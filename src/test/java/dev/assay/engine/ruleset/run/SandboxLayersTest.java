package dev.assay.engine.ruleset.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.closing.Evaluation;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Deadline;
import dev.assay.engine.fixture.CustomerBuilder;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each layer of the sandbox with the layers above it switched off: raw DRL goes straight to Drools. */
class SandboxLayersTest {
    private static final String MARK = "assay.test.canary";
    private static final String CANARY = "dev.assay.engine.fixture.Canary.touch()";

    private static final CheckedRuleset EMPTY = new CheckedRuleset(
            new Manifest("x", List.of(), List.of("A"), List.of("NORMAL"), Map.of(), Map.of()), List.of(), Set.of());

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule r0 when $c : Customer() then " + CANARY + "; end",
                "rule r0 when $c : Customer() then $c.getClass(); end",
                "rule r0 when $c : Customer() then $c.facts(); end",
                "rule r0 when $c : Customer() then $c.grade(\"\" + $c); end",
                "rule r0 when $c : Customer() then $c.grade(String.valueOf($c)); end",
                "rule r0 when $c : Customer() then while (true) { $c.hold(); } end",
                "rule r0 when $c : Customer() then for (int i = 0; i < 9; i++) { $c.hold(); } end",
                "rule r0 when $c : Customer() then byte[] b = new byte[2000000000]; end",
                "rule r0 when $c : Customer() then Object[] b = new Object[2000000000]; end",
                "rule r0 when $c : Customer() then int[][] b = new int[20000][20000]; end",
                "rule r0 when $c : Customer() then Runnable r = () -> $c.hold(); r.run(); end",
                "rule r0 when $c : Customer() then java.util.stream.Stream.generate(() -> 1).forEach(x -> {}); end",
                "rule r0 when $c : Customer() then try { $c.hold(); } catch (Throwable t) { } end",
                "rule r0 when $c : Customer() then throw new RuntimeException(); end",
                "rule r0 when $c : Customer() then synchronized ($c) { } end",
                "rule r0 when $c : Customer() then System.exit(1); end",
                "rule r0 when $c : Customer() then Runtime.getRuntime().exec(\"id\"); end",
                "rule r0 when $c : Customer() then \\u0052untime.getRuntime(); end",
                "rule r0 when $c : Customer() then Class k = dev.assay.engine.fixture.Canary.class; end",
                "rule r0 when $c : Customer() then execute($c); end",
                "rule r0 when $c : Customer() then drools.halt(); end",
                "rule r0 when $c : Customer() then insert(1); end",
                "rule r0 when $c : Customer( eval(" + CANARY + ") ) then $c.hold(); end",
                "rule r0 when $c : Customer( " + CANARY + " == true ) then $c.hold(); end",
                "rule r0 when $c : Customer( industry.toString() == \"x\" ) then $c.hold(); end",
                "rule r0 when $c : Customer() eval(" + CANARY + ") then $c.hold(); end",
                "rule r0 when $c : Customer() $i : Integer() from dev.assay.engine.fixture.Canary.number() then end",
                "rule r0 salience (dev.assay.engine.fixture.Canary.number()) when $c : Customer() then $c.hold(); end",
                "rule r0 enabled (" + CANARY + ") when $c : Customer() then $c.hold(); end",
                "function void f() { " + CANARY + "; } rule r0 when $c : Customer() then f(); end",
                "declare X a : boolean = " + CANARY + " end rule r0 when $c : Customer() then $c.hold(); end",
                "rule r0 when accumulate(Customer(), $n : count(1)) then end"
            })
    void bytecodeIsRefusedBeforeItIsLoaded(String rules) {
        assertThatThrownBy(() -> RuleModule.build(Map.of("hold", drl(rules)), new BytecodeGuard()))
                .isInstanceOfAny(RuleModuleException.class, RuntimeException.class);
        assertThat(System.getProperty(MARK)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule r0 when $c : Customer() then " + CANARY + "; end",
                "rule r0 when $c : Customer() then System.setProperty(\"" + MARK + "\", \"x\"); end",
                "rule r0 when $c : Customer() then Runtime.getRuntime().exec(\"id\"); end",
                "rule r0 when $c : Customer() then new java.io.File(\"x\").delete(); end",
                "rule r0 when $c : Customer() then Thread.currentThread().interrupt(); end",
                "rule r0 when $c : Customer( " + CANARY + " == true ) then $c.hold(); end"
            })
    void theLoaderAloneFindsNothingForeign(String rules) {
        assertThatThrownBy(() -> {
                    try (RuleModule module = RuleModule.build(Map.of("hold", drl(rules)), LOADER_ONLY)) {
                        new SessionPool(module.base("hold"), 1).fire(List.of(evaluation(new Deadline())));
                    }
                })
                .isInstanceOf(Throwable.class);
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
    void theFireLimitStopsRulesThatFireAgain() throws Exception {
        String again = drl("rule r0 when $c : Customer() then $c.fired(0); update($c); end");
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
}
