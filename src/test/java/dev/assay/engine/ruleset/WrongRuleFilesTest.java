package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong file of the golden table is told off with exactly the place and the code written there. */
class WrongRuleFilesTest {

    record Case(String name, String path, String text, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        String golden;
        try (InputStream in = WrongRuleFilesTest.class.getResourceAsStream("wrong-rule-files.txt")) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : golden.split("(?m)^=== ")) {
            int file = block.indexOf("\n--- ");
            if (file > 0) {
                int text = block.indexOf('\n', file + 1);
                int expected = block.indexOf("\n>>>");
                cases.add(new Case(
                        block.substring(0, file),
                        block.substring(file + 5, text),
                        block.substring(text + 1, expected + 1),
                        Arrays.stream(block.substring(expected + 4).split("\n"))
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList()));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldWithPlaceAndCode(Case wrong) {
        assertThat(said(wrong)).isEqualTo(wrong.expected());
    }

    @Test
    void theTableIsLong() throws IOException {
        assertThat(cases().count()).isGreaterThanOrEqualTo(40);
    }

    private static List<String> said(Case wrong) {
        return aRuleset().with(wrong.path(), wrong.text()).check().stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .map(WrongRuleFilesTest::shown)
                .collect(Collectors.toList());
    }

    private static String shown(Diagnostic diagnostic) {
        return diagnostic.line() + ":" + diagnostic.column() + "+" + diagnostic.length() + " " + diagnostic.code()
                + (diagnostic.rule() == null ? "" : " in " + diagnostic.rule())
                + (diagnostic.cell() == null ? "" : " at " + diagnostic.cell());
    }
}
