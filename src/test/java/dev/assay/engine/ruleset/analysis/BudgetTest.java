package dev.assay.engine.ruleset.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.syntax.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Analysis is bounded by counted work, whatever the table. */
class BudgetTest {
    private static final int ROWS = 10_000;
    private static final int ROWS_PER_FILE = 2_000;
    private static final String MANIFEST = "phases: [grade]\ngrades: [A, B]\n";

    @Test
    void tenThousandRowsInARowAreLookedThrough() {
        List<Diagnostic> told = new ArrayList<>();
        long steps = analysed(
                table(
                        ROWS,
                        i -> "oldestOverdueDays >= " + 10 * i
                                + (i == ROWS - 1
                                        ? ""
                                        : ", oldestOverdueDays <= "
                                                + (10 * i + (i == 7_000 ? 8 : i == 8_000 ? 10 : 9)))),
                told);
        assertThat(told)
                .extracting(diagnostic -> diagnostic.code() + " " + diagnostic.example())
                .containsExactlyInAnyOrder(
                        "GAP {oldestOverdueDays=null}",
                        "GAP {oldestOverdueDays=70009}",
                        "OVERLAP {oldestOverdueDays=80010}");
        assertThat(steps).isLessThan(1_000_000);
    }

    @Test
    void tenThousandRowsOfThreeColumnsAreLookedThrough() {
        List<Diagnostic> told = new ArrayList<>();
        long steps = analysed(
                table(
                        ROWS,
                        i -> "valueClass == \"" + "ABC".charAt(i % 3) + "\", rfmRecency == " + (1 + i / 3 % 5)
                                + ", tenureDays == " + i / 15),
                told);
        assertThat(told).extracting(Diagnostic::code).doesNotContain("ANALYSIS_CUT_SHORT", "OVERLAP", "DUPLICATE_RULE");
        assertThat(told).extracting(Diagnostic::code).contains("GAP", "MORE_WARNINGS");
        assertThat(steps).isLessThan(2_000_000);
    }

    @Test
    void whatIsTooMuchIsCutShortAndSaysSo() {
        Random random = new Random(9);
        List<String> properties = List.of(
                "oldestOverdueDays",
                "tenureDays",
                "recencyDays",
                "paidInvoices12m",
                "lateInvoices12m",
                "invoices12m",
                "frequency12m",
                "dataAgeDays",
                "paymentIndex",
                "dso",
                "lateDaysWeighted",
                "termsDaysSigned",
                "returnsRatio12m",
                "revenueTrend",
                "openBalance",
                "exposure",
                "openOrders",
                "utilization");
        List<Diagnostic> told = new ArrayList<>();
        long steps = analysed(
                table(ROWS_PER_FILE, i -> {
                    List<String> conditions = new ArrayList<>();
                    for (String property : properties) {
                        if (random.nextInt(3) == 0) {
                            conditions.add(property + (random.nextBoolean() ? " > " : " < ") + (random.nextInt(9) + 1));
                        }
                    }
                    return String.join(", ", conditions);
                }),
                told);
        assertThat(told).extracting(Diagnostic::code).contains("ANALYSIS_CUT_SHORT");
        assertThat(told).allMatch(diagnostic -> diagnostic.severity() == Severity.WARNING);
        assertThat(steps).isLessThan(RulesetAnalysis.STEPS_MAX + RulesetAnalysis.SHARE);
    }

    @Test
    void warningsAreBoundedTooAndTheLastSaysSo() {
        List<Diagnostic> told = new ArrayList<>();
        analysed(table(ROWS_PER_FILE, i -> "onTimeRatio > " + (i + 2) + ".5"), told);
        assertThat(told).hasSize(200).allMatch(diagnostic -> diagnostic.severity() == Severity.WARNING);
        assertThat(told.stream().filter(diagnostic -> diagnostic.code().equals("MORE_WARNINGS")))
                .hasSize(1);
    }

    private static Map<String, String> table(int rows, IntFunction<String> conditions) {
        Map<String, String> files = new TreeMap<>();
        for (int from = 0; from < rows; from += ROWS_PER_FILE) {
            StringBuilder drl = new StringBuilder();
            for (int i = from; i < Math.min(rows, from + ROWS_PER_FILE); i++) {
                drl.append(CheckedRules.row(
                        "Table", "R" + i, conditions.apply(i), "$c.grade(\"" + "AB".charAt(i % 2) + "\");"));
            }
            files.put("grade/t" + from + ".drl", drl.toString());
        }
        return files;
    }

    private static long analysed(Map<String, String> files, List<Diagnostic> told) {
        CheckedRuleset checked = CheckedRules.of(MANIFEST, files);
        Problems problems = new Problems();
        long steps = new RulesetAnalysis(checked, problems, RulesetAnalysis.STEPS_MAX).run();
        told.addAll(problems.byPlace());
        return steps;
    }
}
