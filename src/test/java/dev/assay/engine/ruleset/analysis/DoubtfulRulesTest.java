package dev.assay.engine.ruleset.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every doubtful ruleset of the golden table is told of with exactly the place, the code and the customer written there. */
class DoubtfulRulesTest {
    private static final String HEAD = "ruleset.yaml";

    record Case(String name, Map<String, String> files, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        String golden;
        try (InputStream in = DoubtfulRulesTest.class.getResourceAsStream("doubtful-rules.txt")) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : golden.split("(?m)^=== ")) {
            int expected = block.indexOf("\n>>>");
            if (expected < 0) {
                continue;
            }
            String[] parts = block.substring(0, expected + 1).split("(?m)^--- ");
            Map<String, String> files = new TreeMap<>();
            for (int i = 1; i < parts.length; i++) {
                int name = parts[i].indexOf('\n');
                files.put(parts[i].substring(0, name), parts[i].substring(name + 1));
            }
            List<String> lines = Arrays.stream(block.substring(expected + 4).split("\n"))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            cases.add(new Case(parts[0].strip(), files, lines));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldWithPlaceCodeAndCustomer(Case doubtful) throws Exception {
        assertThat(said(doubtful)).isEqualTo(doubtful.expected());
    }

    @Test
    void theTableIsLong() throws IOException {
        assertThat(cases().count()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void messagesNameTheCustomerInBothLanguages() throws Exception {
        Case gap = cases().filter(one -> one.name().equals("no score is answered by nobody"))
                .findFirst()
                .orElseThrow();
        assertThat(check(gap)).singleElement().satisfies(warning -> {
            assertThat(warning.messageEn()).isEqualTo("no row of \"Bands\" matches score = no data");
            assertThat(warning.messageZh()).isEqualTo("“Bands”没有一行适用于 score = 无数据");
            assertThat(warning.example()).containsOnlyKeys("score").containsEntry("score", null);
            assertThat(warning.hint()).isNotBlank();
        });
    }

    @Test
    void theShippedRulesLeaveNoDoubt() throws Exception {
        assertThat(new RulesetCompiler().check(RulesetFiles.read(Path.of("rules"))))
                .isEmpty();
    }

    /** Rows of a table that answers for everybody: none of them can be taken away unnoticed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"grade/bands.drl.csv", "score/overdue.drl.csv", "limit/limits.drl.csv", "term/terms.drl.csv"})
    void aRowTakenFromTheShippedTablesIsMissed(String path) throws Exception {
        RulesetFiles shipped = RulesetFiles.read(Path.of("rules"));
        List<String> lines =
                new String(shipped.bytes(path), StandardCharsets.UTF_8).lines().toList();
        int firstRow = lines.size() - 5;
        for (int row = firstRow; row < lines.size(); row++) {
            List<String> fewer = new ArrayList<>(lines);
            fewer.remove(row);
            Map<String, byte[]> files = new TreeMap<>(shipped.asMap());
            files.put(path, String.join("\n", fewer).getBytes(StandardCharsets.UTF_8));
            assertThat(new RulesetCompiler().check(RulesetFiles.of(files)))
                    .as(lines.get(row))
                    .allMatch(warning -> warning.severity() == Severity.WARNING)
                    .filteredOn(warning -> warning.code().equals("GAP"))
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.file()).isEqualTo(path));
        }
    }

    private static List<String> said(Case doubtful) throws RulesetException {
        return check(doubtful).stream().map(DoubtfulRulesTest::shown).collect(Collectors.toList());
    }

    private static List<Diagnostic> check(Case doubtful) throws RulesetException {
        Map<String, byte[]> files = new TreeMap<>();
        doubtful.files().forEach((path, text) -> {
            String whole = path.equals(HEAD) ? "name: doubtful\n" + text : text;
            files.put(path, whole.getBytes(StandardCharsets.UTF_8));
        });
        return new RulesetCompiler().check(RulesetFiles.of(files));
    }

    private static String shown(Diagnostic diagnostic) {
        String example = diagnostic.example().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + (entry.getValue() == null ? "(none)" : entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return diagnostic.file()
                + (diagnostic.cell() == null
                        ? ":" + diagnostic.line() + ":" + diagnostic.column()
                        : " " + diagnostic.cell())
                + " " + diagnostic.code()
                + (diagnostic.severity() == Severity.ERROR ? " ERROR" : "")
                + (diagnostic.rule() == null ? "" : " in " + diagnostic.rule())
                + (diagnostic.example().isEmpty() ? "" : " " + example);
    }
}
