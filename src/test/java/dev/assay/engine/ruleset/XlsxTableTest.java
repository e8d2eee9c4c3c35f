package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.RulesetText.aRuleset;
import static dev.assay.engine.fixture.Spreadsheet.row;
import static dev.assay.engine.fixture.Spreadsheet.sheet;
import static dev.assay.engine.fixture.Spreadsheet.text;
import static dev.assay.engine.fixture.Spreadsheet.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decision tables made in a spreadsheet program. */
class XlsxTableTest {
    private static final String PATH = "score/table.drl.xlsx";

    @Test
    void aMergedCellCountsForAllItsRowsAndColumns() throws Exception {
        byte[] sheet = sheet(table("5"), "D3:E3", "F6:F7");
        try (CompiledRuleset ruleset = aRuleset()
                .with(PATH, sheet)
                .withRule("grade", "", "$c.grade(\"A\");")
                .compile()) {
            assertThat(scoreAt(ruleset, 7)).isEqualTo("7.5");
            assertThat(scoreAt(ruleset, 20))
                    .as("the merged cell reads 7.5 in both rows")
                    .isEqualTo("7.5");
            assertThat(scoreAt(ruleset, 40)).isEqualTo("0.0");
            assertThat(ruleset.rules().get("ROW_2").line()).isEqualTo(7);
        }
    }

    @Test
    void aProblemNamesSheetAndCell() throws Exception {
        List<Diagnostic> diagnostics =
                aRuleset().with(PATH, sheet(table("\"many\""), "D3:E3", "F6:F7")).check().stream()
                        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                        .toList();
        assertThat(diagnostics).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("TYPE_MISMATCH");
            assertThat(diagnostic.cell()).isEqualTo("Rules!D6");
            assertThat(diagnostic.line()).isEqualTo(6);
            assertThat(diagnostic.column()).isEqualTo(4);
        });
    }

    @Test
    void formulasAndBombsAndRubbishAreRefused() throws Exception {
        assertThat(codes(sheet(table("5").replace("<v>10</v>", "<f>1+9</f><v>10</v>"), "D3:E3", "F6:F7")))
                .containsExactly("FORMULA");
        assertThat(codes(zip(Map.of("xl/workbook.xml", " ".repeat(25 * 1024 * 1024)))))
                .containsExactly("UNREADABLE_TABLE");
        assertThat(codes("no spreadsheet".getBytes(StandardCharsets.UTF_8))).containsExactly("UNREADABLE_TABLE");
        assertThat(codes(zip(Map.of(
                        "xl/workbook.xml",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM"
                                + " \"file:///etc/hostname\">]><workbook><sheet"
                                + " name=\"&e;\"/></workbook>"))))
                .containsExactly("UNREADABLE_TABLE");
        assertThat(codes(sheet("<row r=\"1\"><c r=\"A100000\" t=\"inlineStr\"><is><t>x</t></is></c></row>")))
                .contains("TOO_MANY_ROWS");
    }

    private static String scoreAt(CompiledRuleset ruleset, int overdueDays) {
        return String.valueOf(
                ruleset.evaluate(List.of(aCustomer().overdueDays(overdueDays).build()))
                        .get(0)
                        .score());
    }

    private static List<String> codes(byte[] xlsx) {
        return aRuleset().with(PATH, xlsx).check().stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .map(Diagnostic::code)
                .toList();
    }

    private static String table(String from) {
        return row(1, "RuleTable Overdue")
                + row(2, "METADATA", "METADATA", "METADATA", "CONDITION", "CONDITION", "ACTION")
                + row(3, "", "", "", "$c : Customer", "", "")
                + row(
                        4,
                        "code(\"$param\")",
                        "zh(\"逾期 {value}\")",
                        "en(\"overdue {value}\")",
                        "oldestOverdueDays >= $param",
                        "oldestOverdueDays <= $param",
                        "$c.points($param);")
                + row(5, "Code", "zh", "en", "From", "To", "Points")
                + "<row r=\"6\">" + text("A6", "ROW_1") + text("D6", from)
                + "<c r=\"E6\"><v>10</v></c><c r=\"F6\"><v>7.5</v></c></row>"
                + "<row r=\"7\">" + text("A7", "ROW_2") + "<c r=\"D7\"><v>11</v></c><c r=\"E7\"><v>30</v></c></row>";
    }
}
