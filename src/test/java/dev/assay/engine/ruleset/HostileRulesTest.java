package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static dev.assay.engine.fixture.RulesetText.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.fixture.RulesetText;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules written to do harm: refused with a place, and nothing of them runs. */
class HostileRulesTest {
    private static final String MARK = "assay.test.canary";
    private static final String CANARY = "dev.assay.engine.fixture.Canary.touch()";

    @BeforeEach
    @AfterEach
    void noCanary() {
        System.clearProperty(MARK);
    }

    static Stream<String> consequences() {
        return Stream.of(
                "Runtime.getRuntime().exec(\"id\");",
                "java.lang.Runtime.getRuntime().exec(\"id\");",
                "new ProcessBuilder(\"id\").start();",
                "new java.io.FileWriter(\"x\");",
                "System.exit(1);",
                CANARY + ";",
                "$c.hold(); " + CANARY + ";",
                "$c.hold(" + CANARY + ");",
                "$c.getClass().forName(\"x\");",
                "$c.getClass();",
                "$c.facts();",
                "$c.settle(null);",
                "$c.fired(1);",
                "$c.notify();",
                "$c.wait();",
                "$c.hold(); $c.toString();",
                "drools.halt();",
                "drools.getWorkingMemory();",
                "kcontext.getKieRuntime();",
                "insert(new Object());",
                "modify($c) { hold() }",
                "update($c);",
                "delete($c);",
                "retract($c);",
                "while (true) { }",
                "for (;;) { }",
                "do { } while (true);",
                "if (true) { $c.hold(); }",
                "switch (1) { }",
                "try { } catch (Throwable t) { }",
                "throw new RuntimeException();",
                "return;",
                "synchronized ($c) { }",
                "class X { static { " + CANARY + "; } }",
                "Object o = new Object();",
                "var x = 1;",
                "byte[] b = new byte[2000000000];",
                "$c.hold(new int[2000000000].length);",
                "java.util.stream.Stream.iterate(1, i -> i).forEach(i -> {});",
                "Runnable r = () -> { };",
                "execute($c);",
                "this.execute($c);",
                "$c.grade(\"A\" + $c);",
                "$c.grade(\"\" + " + CANARY + ");",
                "$c.hold(); end rule \"X\" when eval(" + CANARY + ") then",
                "\\u0052untime.getRuntime().exec(\"id\");",
                "$c.\\u0068old();",
                "Ｒuntime.exec();",
                "$c.hold(); /* \u202E */",
                "// \u202E\n$c.hold();",
                "$c.hold(); /* never closed",
                "@Deprecated $c.hold();",
                "$c.hold();}}; static { " + CANARY + "; } {{");
    }

    static Stream<String> conditions() {
        return Stream.of(
                CANARY,
                CANARY + " == true",
                "eval(" + CANARY + ")",
                "this.getClass() != null",
                "class != null",
                "oldestOverdueDays > " + "dev.assay.engine.fixture.Canary.number()",
                "oldestOverdueDays > $c.getOldestOverdueDays()",
                "industry.length() > 3",
                "industry.toString() == \"x\"",
                "industry matches \"(a+)+b\"",
                "industry matches \".*.*.*x\"",
                "industry matches \"(?=a)a\"",
                "industry matches \"(a)\\\\1\"",
                "industry matches region",
                "industry == new String(\"x\")",
                "oldestOverdueDays > (int) 3",
                "facts != null",
                "outcome != null",
                "given != null",
                "tags.size() > 0",
                "attrs[" + CANARY + "] == 1",
                "oldestOverdueDays ? 1 : 2",
                "oldestOverdueDays instanceof Integer",
                "oldestOverdueDays = 3",
                "oldestOverdueDays > 99999999999999999999999999999999999",
                "not ( oldestOverdueDays > 3 )",
                "oldestOverdueDays > Param." + CANARY,
                "industry soundslike \"x\"",
                "industry str[startsWith] \"x\"",
                "oldestOverdueDays memberOf tags");
    }

    static Stream<String> files() {
        String harmless = rule("X", "", "$c.hold();");
        return Stream.of(
                "function void f() { " + CANARY + "; }\n" + harmless,
                "declare X\n a : int = " + CANARY + "\nend\n" + harmless,
                "global java.util.List list;\n" + harmless,
                "import function dev.assay.engine.fixture.Canary.touch;\n" + harmless,
                "import static dev.assay.engine.fixture.Canary.touch;\n" + harmless,
                "import dev.assay.engine.fixture.Canary;\n" + harmless,
                "import java.lang.*;\n" + harmless,
                "import accumulate dev.assay.engine.fixture.Canary x;\n" + harmless,
                "dialect \"mvel\"\n" + harmless,
                "query q() Customer() end\n" + harmless,
                "unit X;\n" + harmless,
                "rule \"X\" dialect \"mvel\" @code(\"X\") @zh(\"x\") @en(\"x\") when $c : Customer() then $c.hold();"
                        + " end",
                "rule \"X\" salience (" + CANARY + " ? 1 : 2) @code(\"X\") when $c : Customer() then $c.hold(); end",
                "rule \"X\" salience $c.getTenureDays() when $c : Customer() then $c.hold(); end",
                "rule \"X\" enabled (" + CANARY + ") when $c : Customer() then $c.hold(); end",
                "rule \"X\" timer (int: 1s) when $c : Customer() then $c.hold(); end",
                "rule \"X\" duration 1 when $c : Customer() then $c.hold(); end",
                "rule \"X\" no-loop true when $c : Customer() then $c.hold(); end",
                "rule \"X\" extends \"Y\" when $c : Customer() then $c.hold(); end",
                "rule \"X\" when $c : Customer() from " + CANARY + " then $c.hold(); end",
                "rule \"X\" when $c : Customer() eval(" + CANARY + ") then $c.hold(); end",
                "rule \"X\" when eval(" + CANARY + ") then end",
                "rule \"X\" when accumulate(Customer(), $n : count(1)) then end",
                "rule \"X\" when $n : Number() from accumulate(Customer(), init(" + CANARY
                        + ";) action() result(1)) then end",
                "rule \"X\" when not Customer() then end",
                "rule \"X\" when exists Customer() then end",
                "rule \"X\" when forall(Customer()) then end",
                "rule \"X\" when $o : Object() then end",
                "rule \"X\" when $c : dev.assay.engine.fixture.Canary() then end",
                "rule \"X\" when $c : Customer() $d : Customer() then $c.hold(); end",
                "rule \"X\" when $c : Customer() or Customer() then $c.hold(); end",
                "rule \"X\" when $c : Customer() do[" + CANARY + "] then end",
                "rule \"X\" @code(" + CANARY + ") when $c : Customer() then $c.hold(); end",
                "rule \"X\" @Watch(*) @code(\"X\") when $c : Customer() then $c.hold(); end",
                "template header\nx\npackage y;",
                "(".repeat(5_000),
                "rule \"X\" when $c : Customer( " + "(".repeat(5_000) + " ) then end",
                "rule \"X\" when $c : Customer( oldestOverdueDays > " + "1+".repeat(5_000) + "1 ) then end",
                "rule \"X\" when $c : Customer( oldestOverdueDays > " + "-".repeat(5_000) + "1 ) then end",
                "\u0000\u0001\uFFFF");
    }

    @ParameterizedTest
    @MethodSource("consequences")
    void hostileConsequence(String consequence) {
        refused(aRuleset().with("hold/x.drl", rule("X", "", consequence)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void hostileCondition(String condition) {
        refused(aRuleset().with("hold/x.drl", rule("X", condition, "$c.hold();")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void hostileFile(String text) {
        refused(aRuleset().with("hold/x.drl", text));
    }

    @Test
    void thereAreManyOfThem() {
        assertThat(Stream.of(consequences(), conditions(), files())
                        .flatMap(vectors -> vectors)
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(120);
    }

    @Test
    void hostileCellsStayValues() {
        for (String cell : List.of(
                "1) || " + CANARY, "1; " + CANARY, "\"\" + " + CANARY, "1 + " + CANARY, "new Object()", "eval(true)")) {
            String quoted = '"' + cell.replace("\"", "\"\"") + '"';
            refused(aRuleset()
                    .with(
                            "hold/x.drl.csv",
                            "RuleTable X,,,\n"
                                    + "METADATA,METADATA,METADATA,CONDITION,ACTION\n"
                                    + ",,,$c : Customer,\n"
                                    + "\"code(\"\"$param\"\")\",\"zh(\"\"x\"\")\",\"en(\"\"x\"\")\",oldestOverdueDays >"
                                    + " $param,$c.hold();\n"
                                    + ",,,,\n"
                                    + "X,,," + quoted + ",x\n"));
        }
        refused(aRuleset().with("hold/x.drl.csv", "RuleSet,x\nFunctions,\"void f() { " + CANARY + "; }\"\n"));
        refused(aRuleset().with("hold/x.drl.csv", "RuleSet,x\nImport,dev.assay.engine.fixture.Canary\nDeclare,x\n"));
    }

    private static void refused(RulesetText ruleset) {
        List<Diagnostic> diagnostics = ruleset.check();
        assertThat(diagnostics).anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        assertThat(diagnostics).allSatisfy(diagnostic -> {
            assertThat(diagnostic.line()).isPositive();
            assertThat(diagnostic.column()).isPositive();
            assertThat(diagnostic.messageZh()).isNotBlank().doesNotContain("{0}");
            assertThat(diagnostic.messageEn()).isNotBlank().doesNotContain("{0}");
        });
        assertThatThrownBy(ruleset::compile).isInstanceOf(RulesetException.class);
        assertThat(System.getProperty(MARK)).isNull();
    }
}
