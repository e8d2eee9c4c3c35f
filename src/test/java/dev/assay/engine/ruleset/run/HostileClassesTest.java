package dev.assay.engine.ruleset.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.fixture.Canary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bytecode guard with the profile check switched off: raw DRL that Drools does compile goes straight to it. All vectors are compiled
 * in one module, each in a package of its own, and the guard is asked about each package.
 */
class HostileClassesTest {
    private static final String CANARY = "dev.assay.engine.fixture.Canary.touch()";

    private static final String FAULT = "not allowed in compiled rules|an unexpected class among the compiled rules";

    private static final List<String> CONSEQUENCES = List.of(
            // foreign code, by full name, by reflection, by string concatenation
            CANARY + ";",
            "System.exit(1);",
            "System.getenv();",
            "Runtime.getRuntime().exec(\"id\");",
            "new ProcessBuilder(\"id\").start();",
            "new java.io.File(\"x\").delete();",
            "new java.net.URL(\"http://localhost\").openStream();",
            "Thread.currentThread().interrupt();",
            "new Thread().start();",
            "Class.forName(\"dev.assay.engine.fixture.Canary\");",
            "$c.grade(String.valueOf(dev.assay.engine.fixture.Canary.class));",
            "$c.getClass();",
            "$c.facts();",
            "$c.settle(null);",
            "$c.given();",
            "$c.notifyAll();",
            "$c.wait();",
            "$c.grade(\"\" + $c);",
            "$c.grade(\"\" + $c.facts());",
            "$c.grade(String.valueOf($c));",
            "$c.grade($c.toString());",
            // loops: by jump, by recursion, by library
            "while (true) { $c.hold(); }",
            "do { $c.hold(); } while (true);",
            "for (int i = 0; i < 9; i++) { $c.hold(); }",
            "l: for (;;) { $c.hold(); if ($c.getTenureDays() > 3) break l; }",
            "execute($c);",
            "java.util.stream.Stream.generate(() -> 1).forEach(x -> $c.hold());",
            "java.util.List.of(1, 2).forEach(x -> $c.hold());",
            "Runnable r = () -> $c.hold(); r.run();",
            "new Runnable() { public void run() { " + CANARY + "; } }.run();",
            // huge allocations
            "byte[] b = new byte[2000000000];",
            "Object[] b = new Object[2000000000];",
            "int[][] b = new int[20000][20000];",
            "java.lang.reflect.Array.newInstance(String.class, 2000000000);",
            "\"x\".repeat(2000000000);",
            "new StringBuilder(2000000000);",
            "new java.math.BigDecimal(\"1e999999999\").toBigInteger();",
            // ways around the end of a consequence
            "try { $c.hold(); } catch (Throwable t) { }",
            "if ($c.getTenureDays() > 3) throw new RuntimeException();",
            "synchronized ($c) { }",
            "drools.halt();",
            "insert(1);",
            "delete($c);");

    private static final List<String> CONDITIONS = List.of(
            CANARY + " == true",
            "eval(" + CANARY + ")",
            "tenureDays > dev.assay.engine.fixture.Canary.number()",
            "facts != null",
            "getClass() != null",
            "industry.toString() == \"x\"",
            "attributeText(\"a\" + this) == \"x\"");

    private static final List<String> FILES = List.of(
            "rule r0 salience (dev.assay.engine.fixture.Canary.number()) when $c : Customer() then $c.hold(); end",
            "rule r0 enabled (" + CANARY + ") when $c : Customer() then $c.hold(); end",
            "rule r0 dialect \"mvel\" when $c : Customer() then " + CANARY + "; end",
            "rule r0 when $c : Customer() eval(" + CANARY + ") then $c.hold(); end",
            "rule r0 when $c : Customer() $i : Integer() from dev.assay.engine.fixture.Canary.number() then $c.hold();"
                    + " end",
            "rule r0 when $c : Customer() not Integer() then $c.hold(); end",
            "rule r0 when accumulate(Customer(), $n : count(1)) then end",
            "import function dev.assay.engine.fixture.Canary.touch; rule r0 when $c : Customer() then touch(); end",
            "import static dev.assay.engine.fixture.Canary.touch; rule r0 when $c : Customer() then touch(); end",
            "function void f() { " + CANARY + "; } rule r0 when $c : Customer() then f(); end",
            "declare X a : boolean = " + CANARY + " end rule r0 when $c : Customer() then $c.hold(); end",
            "global java.util.List list; rule r0 when $c : Customer() then list.clear(); end",
            "query q() Customer() end rule r0 when $c : Customer() then $c.hold(); end");

    /** Asks the guard about each package by itself, and lets none of them be loaded. */
    private static final class EachByItself implements ClassGuard {
        private final Set<String> packages = new LinkedHashSet<>();
        private final Map<String, String> refused = new TreeMap<>();

        @Override
        public void check(Map<String, byte[]> classes) throws RuleModuleException {
            for (String file : classes.keySet()) {
                if (file.startsWith("assay/rules/")) {
                    packages.add(file.split("/")[2]);
                }
            }
            for (String name : packages) {
                Map<String, byte[]> own = new TreeMap<>(classes);
                own.keySet().removeIf(file -> !file.startsWith("assay/rules/" + name + "/"));
                try {
                    new BytecodeGuard().check(own);
                } catch (RuleModuleException e) {
                    refused.put(name, e.getMessage());
                }
            }
            throw new RuleModuleException("nothing is to be loaded");
        }

        @Override
        public ClassLoader loader() {
            throw new IllegalStateException("nothing is to be loaded");
        }
    }

    @BeforeEach
    @AfterEach
    void noCanary() {
        System.clearProperty(Canary.MARK);
    }

    @Test
    void everyHostileClassIsRefusedBeforeItIsLoaded() {
        List<String> vectors = new ArrayList<>(FILES);
        CONSEQUENCES.forEach(
                consequence -> vectors.add("rule r0 when $c : Customer() then $c.fired(0); " + consequence + " end"));
        CONDITIONS.forEach(
                condition -> vectors.add("rule r0 when $c : Customer( " + condition + " ) then $c.hold(); end"));
        assertThat(Set.copyOf(vectors)).hasSizeGreaterThanOrEqualTo(60);
        Map<String, String> parts = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (String vector : vectors) {
            String name = name(parts.size());
            names.put(name, vector);
            parts.put(name, drl(name, vector));
        }
        parts.put(
                "harmless",
                drl("harmless", "rule r0 when $c : Customer( tenureDays > 1 ) then $c.fired(0); $c.hold(); end"));
        EachByItself guard = new EachByItself();
        assertThatThrownBy(() -> RuleModule.build(parts, guard)).hasMessage("nothing is to be loaded");
        assertThat(guard.packages).containsExactlyInAnyOrderElementsOf(parts.keySet());
        assertThat(guard.refused).doesNotContainKey("harmless");
        names.forEach(
                (name, vector) -> assertThat(guard.refused.get(name)).as(vector).containsPattern(FAULT));
        assertThat(System.getProperty(Canary.MARK)).isNull();
    }

    private static String name(int number) {
        return "v" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }

    private static String drl(String name, String rules) {
        return "package assay.rules." + name + ";\nimport dev.assay.engine.fact.Customer;\n" + rules;
    }
}
