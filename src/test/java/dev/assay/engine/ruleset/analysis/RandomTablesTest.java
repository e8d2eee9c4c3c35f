package dev.assay.engine.ruleset.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.analysis.Sweep.RuleSet;
import dev.assay.engine.ruleset.analysis.Uncovered.Gap;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import dev.assay.engine.ruleset.syntax.Problems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random small tables against every customer of a grid, tried one by one: nothing is told that isn't so, and nothing is missed. */
class RandomTablesTest {
    private static final int TABLES = 300;
    private static final int DAYS_MAX = 20;
    private static final List<String> CLASSES = List.of("A", "B", "C");
    private static final Pattern PAIR = Pattern.compile("\"(R\\d+)\" .*");

    /** A customer of the grid; a ratio in twentieths, so that there is one between any two tenths. Null is no data. */
    private record Point(Integer days, Integer twentieths, String valueClass) {}

    private static final List<Point> GRID = grid();

    /** A row: bounds on days, on the ratio in tenths, and classes; null where a cell is empty. */
    private record Row(
            String code,
            Integer fromDays,
            Integer toDays,
            Integer fromTenths,
            Integer belowTenths,
            Set<String> classes,
            String effect) {

        boolean matches(Point point) {
            Integer twentieths = point.twentieths();
            return (fromDays == null || point.days() != null && point.days() >= fromDays)
                    && (toDays == null || point.days() != null && point.days() <= toDays)
                    && (fromTenths == null || twentieths != null && twentieths >= 2 * fromTenths)
                    && (belowTenths == null || twentieths != null && twentieths < 2 * belowTenths)
                    && (classes == null || point.valueClass() != null && classes.contains(point.valueClass()));
        }

        String conditions() {
            List<String> conditions = new ArrayList<>();
            add(conditions, "oldestOverdueDays >= ", fromDays);
            add(conditions, "oldestOverdueDays <= ", toDays);
            add(conditions, "onTimeRatio >= 0.", fromTenths);
            add(conditions, "onTimeRatio < 0.", belowTenths);
            if (classes != null) {
                conditions.add(classes.stream().collect(Collectors.joining("\", \"", "valueClass in (\"", "\")")));
            }
            return String.join(", ", conditions);
        }

        private static void add(List<String> conditions, String start, Integer value) {
            if (value != null) {
                conditions.add(start + value);
            }
        }

        BitSet customers() {
            BitSet customers = new BitSet();
            for (int i = 0; i < GRID.size(); i++) {
                customers.set(i, matches(GRID.get(i)));
            }
            return customers;
        }
    }

    private static List<Point> grid() {
        List<Point> grid = new ArrayList<>();
        for (int days = -1; days <= DAYS_MAX; days++) {
            for (int twentieths = -1; twentieths <= 20; twentieths++) {
                for (int valueClass = -1; valueClass < CLASSES.size(); valueClass++) {
                    grid.add(new Point(
                            days < 0 ? null : days,
                            twentieths < 0 ? null : twentieths,
                            valueClass < 0 ? null : CLASSES.get(valueClass)));
                }
            }
        }
        return grid;
    }

    @ParameterizedTest
    @ValueSource(strings = {"points", "grade"})
    void whatIsToldIsSoAndNothingIsMissed(String effect) {
        Random random = new Random(effect.length());
        int gaps = 0;
        int overlaps = 0;
        int idle = 0;
        for (int i = 0; i < TABLES; i++) {
            List<Row> rows = rows(random, effect);
            Expected expected = expected(rows, effect.equals("points"));
            CheckedRuleset checked = checked(rows, effect);
            List<Diagnostic> told = told(checked);
            String table = rows.toString();
            assertThat(rules(told, "NEVER_MATCHES", "CONTRADICTION")).as(table).isEqualTo(expected.neverMatching());
            assertThat(rules(told, "DUPLICATE_RULE")).as(table).isEqualTo(expected.duplicate());
            assertThat(rules(told, "NEVER_DECIDES")).as(table).isEqualTo(expected.neverDeciding());
            overlaps += agreeOnOverlaps(told, expected.overlaps(), table);
            gaps += agreeOnGaps(told, checked, expected, table);
            idle += expected.duplicate().size() + expected.neverDeciding().size();
            assertThat(told.stream().map(Diagnostic::code)).as(table).doesNotContain("ANALYSIS_CUT_SHORT");
        }
        assertThat(gaps).isGreaterThan(TABLES / 5);
        assertThat(overlaps).isGreaterThan(TABLES / 5);
        assertThat(idle).isGreaterThan(TABLES / 20);
    }

    private static int agreeOnOverlaps(List<Diagnostic> told, Set<String> expected, String table) {
        Set<String> pairs = new TreeSet<>();
        for (Diagnostic diagnostic : told) {
            if (diagnostic.code().equals("OVERLAP") || diagnostic.code().equals("ADDS_UP")) {
                Matcher first = PAIR.matcher(diagnostic.messageEn());
                assertThat(first.matches()).as(diagnostic.messageEn()).isTrue();
                pairs.add(first.group(1) + " " + diagnostic.rule());
            }
        }
        if (expected.size() <= Warnings.EACH_MAX) {
            assertThat(pairs).as(table).isEqualTo(expected);
        } else {
            assertThat(expected).as(table).containsAll(pairs);
            assertThat(pairs).as(table).hasSize(Warnings.EACH_MAX);
        }
        return expected.size();
    }

    private static int agreeOnGaps(List<Diagnostic> told, CheckedRuleset checked, Expected expected, String table) {
        List<Diagnostic> gaps = told.stream()
                .filter(diagnostic -> diagnostic.code().equals("GAP"))
                .toList();
        boolean anyRow = expected.uncovered().cardinality() < GRID.size();
        assertThat(gaps.isEmpty()).as(table).isEqualTo(expected.uncovered().isEmpty() || !anyRow);
        assertThat(told.stream().anyMatch(diagnostic -> diagnostic.code().equals("PHASE_UNDECIDED")))
                .as(table)
                .isEqualTo(!anyRow);
        for (Diagnostic gap : gaps) {
            assertThat(expected.rows()).as("%s %s", table, gap).noneMatch(row -> row.matches(point(gap)));
        }
        Regions regions = regions(checked);
        Uncovered all = new Uncovered(
                regions.space(),
                regions.entries(regions.rules()),
                new Budget(Long.MAX_VALUE),
                false,
                Integer.MAX_VALUE,
                regions.asked(regions.rules()));
        assertThat(all.walk()).isTrue();
        for (int i = 0; i < GRID.size(); i++) {
            CounterExample customer = customer(regions.space(), GRID.get(i));
            boolean inGap = all.gaps().stream().map(Gap::region).anyMatch(customer::isIn);
            assertThat(inGap)
                    .as("%s %s", table, GRID.get(i))
                    .isEqualTo(expected.uncovered().get(i));
        }
        return gaps.size();
    }

    private static Regions regions(CheckedRuleset checked) {
        var phase = checked.rules().get(0).phase();
        var rules = checked.of(phase);
        return new Regions(
                rules, new Space(new Operands(checked.manifest()), new Outcomes(checked, new RuleSet()), rules));
    }

    /** The cells of a customer, found by comparing. */
    private static CounterExample customer(Space space, Point point) {
        CounterExample customer = CounterExample.in(Box.everything(space.axes().size(), true), space, false);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("oldestOverdueDays", point.days());
        values.put("onTimeRatio", point.twentieths() == null ? null : (Object) (point.twentieths() / 20.0));
        values.put("valueClass", point.valueClass());
        for (var value : values.entrySet()) {
            int index = space.axis(value.getKey());
            if (index >= 0) {
                Axis axis = space.axes().get(index);
                Cells cells = value.getValue() == null
                        ? axis.noData()
                        : value.getValue() instanceof String
                                ? axis.where(Operator.EQUAL, value.getValue())
                                : Cells.one(lastNotAbove(axis, value.getValue()));
                customer = customer.moved(index, cells.from(0));
            }
        }
        return customer;
    }

    private static int lastNotAbove(Axis axis, Object value) {
        int last = -1;
        for (int i = axis.data().from(0); i < axis.size(); i++) {
            int order = Operands.compare(axis.cell(i).sample(), value);
            boolean between = order > 0
                    && !axis.cell(i).single()
                    && i > 0
                    && axis.cell(i - 1).sample() != null
                    && Operands.compare(axis.cell(i - 1).sample(), value) < 0
                    && axis.cell(i - 1).single();
            if (order <= 0 || between) {
                last = i;
            }
        }
        return last;
    }

    private static Point point(Diagnostic gap) {
        Map<String, String> example = gap.example();
        String days = example.get("oldestOverdueDays");
        String ratio = example.get("onTimeRatio");
        // what isn't shown doesn't matter: take what the rows ask about least
        return new Point(
                days == null ? null : Integer.valueOf(days),
                ratio == null ? null : (int) Math.floor(Double.parseDouble(ratio) * 20 + 0.5),
                example.get("valueClass"));
    }

    private static Set<String> rules(List<Diagnostic> told, String... codes) {
        return told.stream()
                .filter(diagnostic -> List.of(codes).contains(diagnostic.code()))
                .map(Diagnostic::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Diagnostic> told(CheckedRuleset checked) {
        Problems problems = new Problems();
        RulesetAnalysis.warn(checked, problems);
        return problems.byPlace();
    }

    private static CheckedRuleset checked(List<Row> rows, String effect) {
        StringBuilder drl = new StringBuilder();
        rows.forEach(row -> drl.append(CheckedRules.row("Table", row.code(), row.conditions(), row.effect())));
        return effect.equals("points")
                ? CheckedRules.of(
                        "phases: [score, grade]\ngrades: [A]\n",
                        Map.of(
                                "score/t.drl",
                                drl.toString(),
                                "grade/g.drl",
                                CheckedRules.rule("G", "", "$c.grade(\"A\");")))
                : CheckedRules.of("phases: [grade]\ngrades: [A, B, C]\n", Map.of("grade/t.drl", drl.toString()));
    }

    private static List<Row> rows(Random random, String effect) {
        int shape = random.nextInt(7) + 1;
        boolean tidy = random.nextInt(3) == 0;
        List<Row> rows = new ArrayList<>();
        int count = 2 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Integer from = null;
            Integer to = null;
            if ((shape & 1) != 0) {
                from = tidy ? (Integer) (2 * i) : random.nextInt(3) == 0 ? null : (Integer) random.nextInt(11);
                to = tidy
                        ? (Integer) (2 * i + 1 + random.nextInt(2))
                        : random.nextInt(3) == 0 ? null : (Integer) random.nextInt(11);
            }
            Integer above = (shape & 2) == 0 || random.nextInt(3) == 0 ? null : (Integer) random.nextInt(10);
            Integer below = (shape & 2) == 0 || random.nextInt(3) == 0 ? null : (Integer) random.nextInt(10);
            Set<String> classes = null;
            if ((shape & 4) != 0 && random.nextInt(3) > 0) {
                classes = new TreeSet<>();
                for (int c = random.nextInt(2); c >= 0; c--) {
                    classes.add(CLASSES.get(random.nextInt(3)));
                }
            }
            String call = effect.equals("points")
                    ? "$c.points(" + random.nextInt(3) + ");"
                    : "$c.grade(\"" + CLASSES.get(random.nextInt(3)) + "\");";
            rows.add(new Row("R" + i, from, to, above, below, classes, call));
        }
        if (random.nextInt(3) == 0) {
            rows.add(new Row(
                    "R" + count,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "points".equals(effect) ? "$c.points(0);" : "$c.grade(\"C\");"));
        }
        return rows;
    }

    /** What trying every customer of the grid shows. */
    private record Expected(
            List<Row> rows,
            Set<String> neverMatching,
            Set<String> duplicate,
            Set<String> neverDeciding,
            Set<String> overlaps,
            BitSet uncovered) {}

    private static Expected expected(List<Row> rows, boolean adds) {
        Set<String> never = new TreeSet<>();
        Set<String> duplicate = new TreeSet<>();
        Set<String> undeciding = new TreeSet<>();
        List<Row> live = new ArrayList<>();
        BitSet covered = new BitSet();
        for (Row row : rows) {
            BitSet customers = row.customers();
            BitSet rest = row.customers();
            rest.andNot(covered);
            if (customers.isEmpty()) {
                never.add(row.code());
            } else if (live.stream()
                    .anyMatch(before -> before.customers().equals(customers)
                            && before.effect().equals(row.effect()))) {
                duplicate.add(row.code());
            } else {
                if (!adds && rest.isEmpty()) {
                    undeciding.add(row.code());
                }
                live.add(row);
            }
            covered.or(customers);
        }
        live.removeIf(row -> undeciding.contains(row.code()));
        BitSet uncovered = new BitSet();
        uncovered.set(0, GRID.size());
        uncovered.andNot(covered);
        return new Expected(rows, never, duplicate, undeciding, overlaps(live, adds), uncovered);
    }

    private static Set<String> overlaps(List<Row> live, boolean adds) {
        Set<String> overlaps = new TreeSet<>();
        for (int i = 0; i < live.size(); i++) {
            for (int j = i + 1; j < live.size(); j++) {
                BitSet first = live.get(i).customers();
                BitSet outside = live.get(i).customers();
                outside.andNot(live.get(j).customers());
                boolean meet = first.intersects(live.get(j).customers());
                boolean agree = live.get(i).effect().equals(live.get(j).effect());
                if (meet && (adds || !agree && !outside.isEmpty())) {
                    overlaps.add(live.get(i).code() + " " + live.get(j).code());
                }
            }
        }
        return overlaps;
    }
}
