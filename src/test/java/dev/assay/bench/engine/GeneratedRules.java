package dev.assay.bench.engine;

import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes rulesets of a wanted size in the manner of the shipped one: bands of points, grades, caps, terms and limits by table. */
final class GeneratedRules {
    private static final List<String> GRADES = List.of("A", "B", "C", "D", "E");

    private static final String MANIFEST = """
            name: generated
            phases: [score, grade, category, term, limit, hold]
            grades: [A, B, C, D, E]
            parameters:
              weight: { value: 1.0, type: decimal }
              steps: { value: 1, type: integer }
              step: { value: 100, type: money }
              month: { value: 30, type: integer }
              rise: { value: 0.25, type: decimal }
            """;

    /** A property with the range its bands cut up; the better its value, the more points. */
    private record Banded(String name, double from, double to, boolean moreIsBetter) {
        boolean isWhole() {
            return name.endsWith("Days") || name.endsWith("12m") && !name.startsWith("returns");
        }
    }

    private static final List<Banded> SCORED = List.of(
            new Banded("paymentIndex", 50, 100, true),
            new Banded("onTimeRatio", 0, 1, true),
            new Banded("oldestOverdueDays", 0, 120, false),
            new Banded("tenureDays", 0, 1_500, true),
            new Banded("lateDaysWeighted", 0, 60, false),
            new Banded("overdueRatio", 0, 1, false),
            new Banded("returnsRatio12m", 0, 0.1, false),
            new Banded("dso", 0, 120, false),
            new Banded("utilization", 0, 1.5, false),
            new Banded("revenueTrend", -1, 1, true),
            new Banded("frequency12m", 0, 200, true),
            new Banded("recencyDays", 0, 400, false));

    private final Map<String, StringBuilder> files = new TreeMap<>();
    private int rules;

    private GeneratedRules() {}

    static RulesetFiles fifty() throws RulesetException {
        GeneratedRules generated = new GeneratedRules();
        generated.bands(5, 4);
        generated.grades();
        generated.categories(5);
        generated.terms(List.of());
        generated.limits(List.of(), 0);
        generated.holds(2);
        return generated.files(50);
    }

    static RulesetFiles threeHundred() throws RulesetException {
        GeneratedRules generated = new GeneratedRules();
        generated.bands(12, 10);
        generated.grades();
        generated.capsByIndustry(5);
        generated.categories(20);
        generated.terms(BenchCustomers.SIZES);
        generated.limits(BenchCustomers.REGIONS, 17);
        generated.holds(25);
        return generated.files(300);
    }

    private RulesetFiles files(int expected) throws RulesetException {
        if (rules != expected) {
            throw new IllegalStateException(rules + " rules generated, not " + expected);
        }
        Map<String, byte[]> bytes = new TreeMap<>();
        bytes.put(RulesetFiles.MANIFEST, MANIFEST.getBytes(StandardCharsets.UTF_8));
        files.forEach((phase, text) ->
                bytes.put(phase + "/generated.drl", text.toString().getBytes(StandardCharsets.UTF_8)));
        return RulesetFiles.of(bytes);
    }

    private void bands(int properties, int bands) {
        for (Banded property : SCORED.subList(0, properties)) {
            for (int band = 0; band < bands; band++) {
                int rank = property.moreIsBetter ? band : bands - 1 - band;
                double points = 100.0 / properties * rank / (bands - 1);
                rule("score", band(property, band, bands), "$c.points(Param.weight * " + plain(points, 4) + ");");
            }
        }
    }

    private static String band(Banded property, int band, int bands) {
        int scale = property.isWhole() ? 0 : 4;
        double width = (property.to - property.from) / bands;
        String from = plain(property.from + width * band, scale);
        String to = plain(property.from + width * (band + 1), scale);
        String lower = property.name + " >= " + from;
        String upper = property.name + " < " + to;
        return band == 0 ? upper : band == bands - 1 ? lower : lower + ", " + upper;
    }

    private void grades() {
        List<Integer> from = List.of(85, 70, 55, 40);
        for (int i = 0; i < GRADES.size(); i++) {
            String lower = i < from.size() ? "score >= " + from.get(i) : "";
            String upper = i > 0 ? "score < " + from.get(i - 1) : "";
            String between = i > 0 && i < from.size() ? ", " : "";
            rule("grade", lower + between + upper, "$c.grade(\"" + GRADES.get(i) + "\");");
        }
        for (int i = 1; i < GRADES.size(); i++) {
            rule("grade", "oldestOverdueDays > " + 25 * i, "$c.capGrade(\"" + GRADES.get(i) + "\");");
        }
        rule("grade", "previousGrade != null, previousProvisional == false", "$c.maxUpgrade(Param.steps);");
    }

    private void capsByIndustry(int levels) {
        for (String industry : BenchCustomers.INDUSTRIES) {
            for (int level = 1; level <= levels; level++) {
                String cap = GRADES.get(Math.min(level, GRADES.size() - 1));
                rule(
                        "grade",
                        "industry == \"" + industry + "\", overdueRatio > " + plain(0.15 * level, 4),
                        "$c.capGrade(\"" + cap + "\");");
            }
        }
    }

    private void categories(int count) {
        List<String> categories = List.of("CHURNED", "DORMANT", "NORMAL", "KEY");
        rule("category", "tenureDays == null", "$c.category(\"POTENTIAL\");");
        for (int i = 1; i < count; i++) {
            String category = categories.get((i - 1) * categories.size() / count);
            rule("category", "recencyDays > " + (380 - 380 * i / count), "$c.category(\"" + category + "\");");
        }
    }

    private void terms(List<String> sizes) {
        for (int i = 0; i < GRADES.size(); i++) {
            String condition = "grade == \"" + GRADES.get(i) + "\"";
            String term = i < 3 ? "\"OPEN_ACCOUNT\", " + (60 - 15 * i) : i == 3 ? "\"PAY_ON_DELIVERY\"" : "\"PREPAY\"";
            String consequence =
                    "$c.term(" + term + "); $c.graceDays(" + (15 - 3 * i) + "); $c.reviewMonths(" + (12 - 2 * i) + ");";
            for (String size : sizes) {
                rule("term", condition + ", size == \"" + size + "\"", consequence);
            }
            rule("term", condition, consequence);
        }
    }

    private void limits(List<String> regions, int additions) {
        for (int i = 0; i < GRADES.size(); i++) {
            String condition = "grade == \"" + GRADES.get(i) + "\"";
            String consequence = "$c.limitFactor(" + plain(2 - 0.5 * i, 1) + "); $c.limitCeiling("
                    + (5_000_000 - 1_000_000 * i) + ");";
            for (String region : regions) {
                rule("limit", condition + ", region == \"" + region + "\"", consequence);
            }
            rule("limit", condition, consequence);
        }
        for (int i = 0; i < additions; i++) {
            String band = "netRevenue12m >= " + 200_000 * i + ", netRevenue12m < " + 200_000 * (i + 1);
            rule("limit", band, "$c.limitAdd(" + 100 * i + ");");
        }
        rule("limit", "averageMonthlySales != null", "$c.limitStep(Param.step); $c.limitMonthDays(Param.month);");
        rule("limit", "$g : acceptedGuarantees > 0", "$c.limitAdd($g);");
        rule("limit", "previousLimit > 0", "$c.approvalAboveRise(Param.rise);");
    }

    private void holds(int count) {
        rule("hold", "grade == \"E\"", "$c.hold();");
        for (int i = 1; i < count; i++) {
            String region = BenchCustomers.REGIONS.get(i % BenchCustomers.REGIONS.size());
            rule("hold", "region == \"" + region + "\", exposure > " + (600_000 + 5_000 * i), "$c.hold();");
        }
    }

    private void rule(String phase, String condition, String consequence) {
        String code = "G" + rules++;
        files.computeIfAbsent(phase, name -> new StringBuilder())
                .append("rule \"%s\" @code(\"%s\") @zh(\"原因 {value}\") @en(\"Reason {value}\")%n".formatted(code, code))
                .append("when $c : Customer( %s )%nthen %s end%n%n".formatted(condition, consequence));
    }

    private static String plain(double value, int scale) {
        return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP).toPlainString();
    }
}
