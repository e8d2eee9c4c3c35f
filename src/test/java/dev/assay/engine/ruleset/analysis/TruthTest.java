package dev.assay.engine.ruleset.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.Deadline;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Property;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the analysis takes for true is what the compiled rules take for true. */
class TruthTest {
    private static final String MANIFEST = """
            phases: [score, grade]
            grades: [A, B]
            attributes: { segment: text, rating: number, since: date, vip: flag }
            """;
    private static final List<String> WORDS = List.of("A", "B", "steel", "steel works", "");
    private static final int RULES = 150;
    private static final int CUSTOMERS = 300;

    private final Random random = new Random(20260630);

    @Test
    void agreesWithTheCompiledRules() throws Exception {
        StringBuilder drl = new StringBuilder();
        for (int i = 0; i < RULES; i++) {
            drl.append(CheckedRules.rule("R" + i, conditions(), "$c.points(0);")
                    .replace(" when ", random.nextInt(6) == 0 ? " @validFrom(\"2026-01-03\") when " : " when "));
        }
        Map<String, String> files =
                Map.of("score/all.drl", drl.toString(), "grade/g.drl", CheckedRules.rule("G", "", "$c.grade(\"A\");"));
        CheckedRuleset checked = CheckedRules.of(MANIFEST, files);
        Operands operands = new Operands(checked.manifest());
        List<CustomerFacts> customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(customer());
        }
        int fired = 0;
        try (CompiledRuleset ruleset = compiled(files)) {
            List<TracedDecision> decisions = ruleset.evaluateTraced(customers);
            for (int i = 0; i < CUSTOMERS; i++) {
                Truth truth = new Truth(operands, values(customers.get(i)));
                Set<String> expected = checked.rules().stream()
                        .filter(rule -> truth.holds(rule.conditions()))
                        .map(CheckedRule::code)
                        .collect(Collectors.toSet());
                assertThat(decisions.get(i).fired()).as("%s", customers.get(i)).isEqualTo(expected);
                fired += expected.size();
            }
        }
        assertThat(fired).isBetween(CUSTOMERS * RULES / 10, CUSTOMERS * RULES * 9 / 10);
    }

    private static CompiledRuleset compiled(Map<String, String> files) throws Exception {
        Map<String, byte[]> bytes = new HashMap<>();
        bytes.put("ruleset.yaml", ("name: test\n" + MANIFEST).getBytes(StandardCharsets.UTF_8));
        files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new RulesetCompiler().compile(RulesetFiles.of(bytes));
    }

    private String conditions() {
        List<String> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            conditions.add(random.nextInt(4) == 0 ? "(" + condition() + " || " + condition() + ")" : condition());
        }
        return String.join(", ", conditions);
    }

    private String condition() {
        return switch (random.nextInt(14)) {
            case 0 -> "oldestOverdueDays " + order() + " " + random.nextInt(6);
            case 1 -> "onTimeRatio " + order() + " " + tenth();
            case 2 -> "openBalance " + order() + " " + tenth() + "0";
            case 3 -> "openBalance == " + tenth();
            case 4 -> "(openBalance != null && openBalance != " + tenth() + ")";
            case 5 -> "industry in (\"" + word() + "\", \"" + word() + "\")";
            case 6 -> "(industry != null && industry not in (\"" + word() + "\"))";
            case 7 -> "industry matches \"st.*l\"";
            case 8 -> random.nextBoolean() ? "industry contains \"works\"" : "tags contains \"" + word() + "\"";
            case 9 -> random.nextBoolean() ? "tags not contains \"A\"" : "oldestOverdueDays == null";
            case 10 -> "attrs[\"rating\"] " + order() + " " + tenth();
            case 11 -> "attrs[\"since\"] " + order() + " \"2026-01-0" + (1 + random.nextInt(5)) + "\"";
            case 12 -> random.nextBoolean() ? "attrs[\"vip\"] == true" : "previousProvisional == false";
            default ->
                random.nextBoolean()
                        ? "openBalance " + order() + " exposure"
                        : "(tenureDays != null && recencyDays != null && tenureDays "
                                + (random.nextBoolean() ? "==" : "!=") + " recencyDays)";
        };
    }

    private String order() {
        return List.of("<", "<=", ">", ">=").get(random.nextInt(4));
    }

    private String tenth() {
        return random.nextInt(2) + "." + random.nextInt(10);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private CustomerFacts customer() {
        Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
        metrics.put(Metric.OLDEST_OVERDUE_DAYS, random.nextInt(6));
        metrics.put(Metric.ON_TIME_RATIO, random.nextInt(11) / 10.0);
        metrics.put(Metric.OPEN_BALANCE, new BigDecimal(tenth() + (random.nextBoolean() ? "0" : "")));
        metrics.put(Metric.EXPOSURE, new BigDecimal(tenth()));
        metrics.put(Metric.TENURE_DAYS, 200 + random.nextInt(3));
        metrics.put(Metric.RECENCY_DAYS, 200 + random.nextInt(3));
        metrics.keySet().removeIf(metric -> random.nextInt(5) == 0);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("rating", new BigDecimal(tenth()));
        attributes.put("since", LocalDate.of(2026, 1, 1 + random.nextInt(5)));
        attributes.put("vip", random.nextBoolean());
        attributes.keySet().removeIf(key -> random.nextInt(5) == 0);
        return new CustomerFacts(
                "C1",
                LocalDate.of(2026, 1, 1 + random.nextInt(5)),
                "CNY",
                null,
                random.nextInt(5) == 0 ? null : word(),
                null,
                null,
                random.nextBoolean() ? Set.of(word()) : Set.of(),
                attributes,
                PaymentHistory.of(metrics),
                random.nextBoolean() ? null : new Previous("A", random.nextBoolean(), BigDecimal.ONE),
                BigDecimal.ZERO);
    }

    private static Map<String, Object> values(CustomerFacts facts) {
        Customer customer = new Customer(facts, new Deadline());
        Map<String, Object> values = new HashMap<>();
        Property.names()
                .forEach(name -> values.put(name, Property.named(name).reader().apply(customer)));
        facts.attributes()
                .forEach((key, value) -> values.put(
                        "attrs[\"" + key + "\"]",
                        value instanceof LocalDate date ? (Object) (int) date.toEpochDay() : value));
        values.put("asOf", (int) facts.asOf().toEpochDay());
        return values;
    }
}
