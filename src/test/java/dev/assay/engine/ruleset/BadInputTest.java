package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static dev.assay.engine.fixture.RulesetText.rule;
import static dev.assay.engine.fixture.Spreadsheet.parts;
import static dev.assay.engine.fixture.Spreadsheet.sheet;
import static dev.assay.engine.fixture.Spreadsheet.text;
import static dev.assay.engine.fixture.Spreadsheet.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fixture.RulesetText;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken below the level of rules: bytes, encodings, sizes, depths. Each has its exact place and code, in bounded time. */
class BadInputTest {
    private static final String DRL = "hold/x.drl";
    private static final String CSV = "hold/x.drl.csv";
    private static final String XLSX = "hold/x.drl.xlsx";
    private static final String GOOD = rule("X", "", "$c.hold();");
    private static final String TABLE = "RuleTable T,,,,\n"
            + "METADATA,METADATA,METADATA,CONDITION,ACTION\n"
            + ",,,$c : Customer,\n"
            + "\"code(\"\"$param\"\")\",\"zh(\"\"$param\"\")\",\"en(\"\"e\"\")\",oldestOverdueDays >"
            + " $param,$c.hold();\n"
            + ",,,,\n";

    /** Only tells a hang from a busy machine. */
    private static final Duration BUDGET = Duration.ofMinutes(2);

    @Test
    void bytesThatAreNoUtf8AreShownWhereTheyStand() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        int end = GOOD.getBytes(StandardCharsets.UTF_8).length - 2;
        bytes[end] = (byte) 0xC3;
        assertThat(said(aRuleset().with(DRL, bytes))).containsExactly("hold/x.drl 6:3+1 NOT_UTF8");
        assertThat(said(aRuleset().with(DRL, GOOD.getBytes(StandardCharsets.UTF_16))))
                .containsExactly("hold/x.drl 1:1+1 NOT_UTF8");
        assertThat(said(aRuleset().with(DRL, new byte[] {'/', '/', (byte) 0xED, (byte) 0xA0, (byte) 0x80})))
                .containsExactly("hold/x.drl 1:3+1 NOT_UTF8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(said(aRuleset().with(DRL, "\uFEFF" + GOOD))).isEmpty();
        assertThat(said(aRuleset().with(CSV, "\uFEFF" + TABLE + "X,z,,3,x\n"))).isEmpty();
        assertThat(said(aRuleset().with(DRL, "\uFEFF?"))).containsExactly("hold/x.drl 1:1+1 EXPECTED");
        assertThat(said(aRuleset().with(DRL, GOOD + "\uFEFF"))).containsExactly("hold/x.drl 7:1+1 HIDDEN_CHARACTER");
    }

    @Test
    void allLineEndsCountOnceEachAlsoMixed() {
        assertThat(said(aRuleset()
                        .with(
                                DRL,
                                "// a\r// b\r\n// c\n"
                                        + GOOD.replace("hold()", "hole()").replace("\n", "\r"))))
                .containsExactly("hold/x.drl 8:6+4 UNKNOWN_EFFECT");
        assertThat(said(aRuleset().with(CSV, (TABLE + "X,z,,many,x\n").replace("\n", "\r"))))
                .containsExactly("hold/x.drl.csv 6:6+4 UNKNOWN_PROPERTY x!D6");
    }

    @Test
    void charactersNobodyCanSeeAreRefusedWhereverTheyStand() {
        assertThat(said(aRuleset().with(DRL, GOOD + "\u0000"))).containsExactly("hold/x.drl 7:1+1 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with(DRL, "// a\u202Eb\n" + GOOD)))
                .containsExactly("hold/x.drl 1:5+1 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with(DRL, "// a\u2028$c.hold();\n" + GOOD)))
                .containsExactly("hold/x.drl 1:5+1 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with(DRL, GOOD.replace("原因", "原\uDB40\uDC41因"))))
                .containsExactly("hold/x.drl 1:27+1 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with(CSV, TABLE + "X,a\u202Eb,,3,x\n")))
                .containsExactly("hold/x.drl.csv 6:4+1 HIDDEN_CHARACTER x!B6");
        assertThat(said(aRuleset().with(CSV, (TABLE + "X,z,,3,x\n").replace("RuleTable T", "RuleTable \u2067T"))))
                .containsExactly("hold/x.drl.csv 1:11+1 HIDDEN_CHARACTER x!A1");
        assertThat(said(aRuleset().with("ruleset.yaml", "name: t # \u202Ex\nphases: [grade]\ngrades: [A]\n")))
                .containsExactly("ruleset.yaml 1:11+1 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with("ruleset.yaml", "name: \"a\\u202Eb\"\nphases: [grade]\ngrades: [A]\n")))
                .containsExactly("ruleset.yaml 1:7+10 HIDDEN_CHARACTER");
        assertThat(said(aRuleset().with("ruleset.yaml", "name: t\u0001\nphases: [grade]\ngrades: [A]\n")))
                .containsExactly("ruleset.yaml 1:8+1 HIDDEN_CHARACTER");
    }

    @Test
    void columnsAreCountedAsEditorsDo() {
        assertThat(said(aRuleset()
                        .with(
                                "ruleset.yaml",
                                "name: {\uD83D\uDE00: 1, \uD83D\uDE00: 2}\nphases: [grade]\ngrades: [A]\n")))
                .containsExactly("ruleset.yaml 1:7+14 MISSING_KEY", "ruleset.yaml 1:15+2 DUPLICATE_KEY");
    }

    @Test
    void identifiersAreAsciiAndUnescaped() {
        assertThat(said(aRuleset().with(DRL, rule("X", "\\u006fldestOverdueDays > 3", "$c.hold();"))))
                .contains("hold/x.drl 3:18+1 UNICODE_ESCAPE");
        assertThat(said(aRuleset().with(DRL, rule("X", "\u043EldestOverdueDays > 3", "$c.hold();"))))
                .contains("hold/x.drl 3:18+1 ILLEGAL_CHARACTER");
        assertThat(said(aRuleset().with(DRL, rule("X", "", "$c.hold\u200B();"))))
                .contains("hold/x.drl 5:10+1 HIDDEN_CHARACTER");
    }

    @Test
    void yamlBombsAreDefused() {
        assertThat(said(aRuleset().with("ruleset.yaml", "name: t\ngrades: &a [A, B]\nphases: [*a, *a]\n")))
                .singleElement()
                .asString()
                .endsWith(" ALIAS");
        assertThat(said(aRuleset().with("ruleset.yaml", "a: &a [*a]\n")))
                .singleElement()
                .asString()
                .endsWith(" ALIAS");
        assertThat(said(aRuleset().with("ruleset.yaml", "name: " + "[".repeat(400_000))))
                .singleElement()
                .asString()
                .endsWith(" TOO_DEEP");
        assertThat(said(aRuleset().with("ruleset.yaml", "a: " + "- ".repeat(200_000))))
                .hasSize(1);
        assertThat(said(aRuleset().with("ruleset.yaml", "name: \"\\UFFFFFFFF\"\n")))
                .singleElement()
                .asString()
                .endsWith(" BAD_YAML");
        assertThat(said(aRuleset().with("ruleset.yaml", "%YAML 9999999999.1\n---\nname: t\n")))
                .singleElement()
                .asString()
                .endsWith(" BAD_YAML");
        assertThat(said(aRuleset()
                        .with(
                                "ruleset.yaml",
                                "name: !!javax.script.ScriptEngineManager [x]\nphases: [grade]\ngrades: [A]\n")))
                .anyMatch(said -> said.startsWith("ruleset.yaml 1:7+") && said.endsWith(" BAD_YAML"));
        assertThat(said(aRuleset().with("ruleset.yaml", "name: " + "x".repeat(600_000))))
                .containsExactly("ruleset.yaml 1:1+1 TOO_LONG");
    }

    @Test
    void whatIsTooLargeIsRefusedUnread() {
        assertThat(said(aRuleset().with(DRL, " ".repeat(10_000_000))))
                .containsExactly("hold/x.drl 1:1+1 FILE_TOO_LARGE");
        String rows = IntStream.range(0, 100_000).mapToObj(i -> "X,z,,3,x\n").collect(Collectors.joining());
        assertThat(said(aRuleset().with(CSV, TABLE + rows)).get(0))
                .isEqualTo("hold/x.drl.csv 7:1+1 DUPLICATE_CODE x!A7");
        assertThat(said(aRuleset().with(CSV, TABLE + rows.replace("X,", ","))))
                .contains("hold/x.drl.csv 5001:1+1 TOO_MANY_ROWS");
        StringBuilder cells = new StringBuilder();
        for (int i = 1; i <= 100_000; i++) {
            cells.append("<row r=\"")
                    .append(i)
                    .append("\">")
                    .append(text("A" + i, "x"))
                    .append("</row>");
        }
        assertThat(said(aRuleset().with(XLSX, sheet(cells.toString()))))
                .contains("hold/x.drl.xlsx 5001:1+1 TOO_MANY_ROWS Rules!A5001");
    }

    @Test
    void filesFullOfNothingButTroubleEndInTime() {
        int size = 200_000;
        for (String piece : List.of(
                "(",
                "!",
                "-",
                "rule ",
                "rule \"x\" when ",
                "@a(",
                "/*",
                "\"",
                "$c.hold();",
                "then",
                "1e",
                "\\u",
                "a.",
                ",",
                "\r}",
                "{")) {
            String text = piece.repeat(size / piece.length());
            assertThat(said(aRuleset().with(DRL, text))).as(piece).isNotEmpty();
            assertThat(said(aRuleset().with(DRL, "rule \"X\" when $c : Customer( " + text)))
                    .as(piece)
                    .isNotEmpty();
            assertThat(said(aRuleset().with(CSV, text))).as(piece).isNotEmpty();
            assertThat(said(aRuleset().with("ruleset.yaml", text))).as(piece).isNotEmpty();
        }
    }

    @Test
    void spreadsheetBombsAreDefused() {
        String merges = "A1:CV5000 ".repeat(50_000).strip();
        assertThat(said(aRuleset().with(XLSX, sheet(text("A1", "x"), merges.split(" ")))))
                .containsExactly("hold/x.drl.xlsx 1:1+1 TOO_LONG Rules!A1");
        assertThat(said(aRuleset().with(XLSX, sheet(text("A1", "x".repeat(30_000)), "A1:CV5000"))))
                .containsExactly("hold/x.drl.xlsx 1:66+1 TOO_LONG Rules!BN1");
        Map<String, String> shared = parts(IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> "<row r=\"" + i + "\"><c r=\"A" + i + "\" t=\"s\"><v>0</v></c></row>")
                .collect(Collectors.joining()));
        shared.put("xl/sharedStrings.xml", "<sst><si><t>" + "x".repeat(1_000_000) + "</t></si></sst>");
        assertThat(said(aRuleset().with(XLSX, zip(shared)))).containsExactly("hold/x.drl.xlsx 2:1+1 TOO_LONG Rules!A2");
    }

    @Test
    void cellsThatHoldNoValueAreNamed() {
        String rows = "<row r=\"2\"><c r=\"C2\"><v>12x</v></c><c r=\"D2\" t=\"s\"><v>7</v></c><c"
                + " r=\"E2\"><f>1+1</f><v>2</v></c></row>";
        assertThat(said(aRuleset().with(XLSX, sheet(rows))))
                .contains(
                        "hold/x.drl.xlsx 2:3+1 BAD_NUMBER Rules!C2",
                        "hold/x.drl.xlsx 2:4+1 BAD_NUMBER Rules!D2",
                        "hold/x.drl.xlsx 2:5+1 FORMULA Rules!E2");
    }

    @Test
    void aPartThatIsThereTwiceIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("xl/workbook.xml", "xl/workbooK.xml")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("<workbook/>".getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        String doubled = bytes.toString(StandardCharsets.ISO_8859_1).replace("workbooK", "workbook");
        List<Diagnostic> diagnostics = aRuleset()
                .with(XLSX, doubled.getBytes(StandardCharsets.ISO_8859_1))
                .check();
        assertThat(diagnostics).anyMatch(problem -> problem.messageEn().contains("xl/workbook.xml twice"));
    }

    @Test
    void anArchiveThatLiesAboutItsSizeIsUnreadable() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            byte[] content = "<workbook/>".getBytes(StandardCharsets.UTF_8);
            ZipEntry entry = new ZipEntry("xl/workbook.xml");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        byte[] lying = bytes.toByteArray();
        lying[18] = (byte) 0xFF;
        lying[22] = (byte) 0xFF;
        assertThat(said(aRuleset().with(XLSX, lying))).containsExactly("hold/x.drl.xlsx 1:1+1 UNREADABLE_TABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaa",
                "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b",
                "a{0,9}a{0,9}a{0,9}a{0,9}a{0,9}a{0,9}a{0,9}a{0,9}a{0,9}b",
                "a{1,}b{2,}c{3,}",
                "(?:a*)*",
                "(a?){9}",
                "[a]*[b]+.*",
                "\\Qa\\E",
                "(?i)a"
            })
    void aPatternThatCouldRunForeverIsRefused(String pattern) {
        assertThat(said(aRuleset()
                        .with(
                                DRL,
                                rule("X", "industry matches \"" + pattern.replace("\\", "\\\\") + "\"", "$c.hold();"))))
                .singleElement()
                .asString()
                .endsWith(" UNSAFE_EXPRESSION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steel|iron|copper",
                ".*钢.*",
                "[A-Z]{2}[0-9]{3,6}",
                "(a|b|c)(d|e)?x*",
                "[*+?{|(]+",
                "a{100}",
                ".*.*(a|a)(a|a)(a|a)(a|a)(a|a)b"
            })
    void aCheapPatternIsFineAndEndsOnTheWorstText(String pattern) throws Exception {
        try (CompiledRuleset ruleset = aRuleset()
                .with(DRL, rule("X", "industry matches \"" + pattern + "\"", "$c.hold();"))
                .withRule("grade", "", "$c.grade(\"A\");")
                .compile()) {
            CustomerFacts customer = inIndustry("a".repeat(200));
            assertTimeoutPreemptively(BUDGET, () -> ruleset.evaluate(List.of(customer)));
        }
    }

    @Test
    void aTextIsComparedAsItIsWritten() throws Exception {
        List<String> texts = List.of(
                "a\\b",
                "a\"b",
                "a'b",
                "$c",
                "#{x}",
                "${x}",
                "//",
                "/* x */",
                "\\u0041",
                "\\",
                "%s",
                "end",
                "then",
                "\uD83D\uDE00",
                "a\tb");
        RulesetText ruleset = aRuleset().withRule("grade", "", "$c.grade(\"A\");");
        for (int i = 0; i < texts.size(); i++) {
            String escaped =
                    texts.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
            ruleset.with("hold/t" + i + ".drl", rule("T" + i, "industry == \"" + escaped + "\"", "$c.hold();"));
        }
        try (CompiledRuleset compiled = ruleset.compile()) {
            for (int i = 0; i < texts.size(); i++) {
                Set<String> fired = compiled.evaluateTraced(List.of(inIndustry(texts.get(i))))
                        .get(0)
                        .fired();
                assertThat(fired).as(texts.get(i)).contains("T" + i).hasSize(2);
            }
        }
    }

    @Test
    void rulesTooLargeToCompileAreRefusedBefore() throws Exception {
        assertThat(said(aRuleset()
                        .with(DRL, rule("X", "tenureDays > 1" + ", tenureDays > 1".repeat(50), "$c.hold();"))))
                .singleElement()
                .asString()
                .endsWith(" TOO_LONG");
        assertThat(said(aRuleset().with("score/x.drl", rule("X", "", "$c.points(1);".repeat(21)))))
                .singleElement()
                .asString()
                .endsWith(" TOO_LONG");
        assertThat(said(aRuleset()
                        .with(DRL, rule("X", "tenureDays > 1" + " || tenureDays > 1".repeat(200), "$c.hold();"))))
                .singleElement()
                .asString()
                .endsWith(" TOO_LONG");
        assertThat(said(aRuleset().with(DRL, rule("X", alternating(6), "$c.hold();"))))
                .singleElement()
                .asString()
                .endsWith(" TOO_DEEP");
        assertThat(said(aRuleset()
                        .with(
                                "score/x.drl",
                                rule("X", "$v : tenureDays > 0", "$c.points($v" + " + $v".repeat(61) + ");"))))
                .containsExactly("score/x.drl 5:6+6 TOO_DEEP");
        RulesetText largest = aRuleset()
                .with(DRL, rule("X", "tenureDays > 1" + " || tenureDays > 1".repeat(140), "$c.hold();"))
                .with("hold/y.drl", rule("Y", alternating(5), "$c.hold();"))
                .with("hold/z.drl", rule("Z", "tenureDays > 1" + ", tenureDays > 1".repeat(49), "$c.hold();"))
                .with("score/x.drl", rule("S", "$v : tenureDays > 0", "$c.points($v" + " + $v".repeat(60) + ");"))
                .with("hold/i.drl", rule("I", "tenureDays in (1095" + ", 2".repeat(290) + ")", "$c.hold();"))
                .withRule("grade", "", "$c.grade(\"A\");");
        try (CompiledRuleset compiled = assertTimeoutPreemptively(BUDGET, largest::compile)) {
            assertThat(compiled.evaluateTraced(List.of(aCustomer().build()))
                            .get(0)
                            .fired())
                    .contains("X", "Y", "Z", "S", "I");
        }
    }

    @Test
    void numbersNobodyMeantAreRefused() {
        assertThat(said(aRuleset()
                        .with("score/x.drl", rule("X", "", "$c.points(1" + " * 99999999999".repeat(30) + ");"))))
                .containsExactly("score/x.drl 5:29+1 OUT_OF_BOUNDS");
        assertThat(said(aRuleset()
                        .with(DRL, rule("X", "paymentIndex > 1" + " * 0.000000000000001".repeat(5), "$c.hold();"))))
                .singleElement()
                .asString()
                .endsWith(" OUT_OF_BOUNDS");
        assertThat(said(aRuleset().with(DRL, rule("X", "attrs[\"since\"] > \"+999999999-12-31\"", "$c.hold();"))))
                .containsExactly("hold/x.drl 3:35+18 TYPE_MISMATCH");
    }

    private static String alternating(int depth) {
        String inner = "tenureDays > 1";
        for (int i = 0; i < depth; i++) {
            inner = "tenureDays > 2 && (tenureDays > 3 || " + inner + ")";
        }
        return inner;
    }

    private static CustomerFacts inIndustry(String industry) {
        return aCustomer().industry(industry).build();
    }

    private static List<String> said(RulesetText ruleset) {
        return assertTimeoutPreemptively(BUDGET, ruleset::check).stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .map(BadInputTest::shown)
                .toList();
    }

    private static String shown(Diagnostic diagnostic) {
        return diagnostic.file() + " " + diagnostic.line() + ":" + diagnostic.column() + "+" + diagnostic.length() + " "
                + diagnostic.code() + (diagnostic.cell() == null ? "" : " " + diagnostic.cell());
    }
}
