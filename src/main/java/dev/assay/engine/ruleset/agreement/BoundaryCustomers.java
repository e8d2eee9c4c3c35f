package dev.assay.engine.ruleset.agreement;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Property;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Customers made up around what the rules compare with: for each threshold one just below, at and just above it, and one without
 * that fact; everything else about them is random. The same rules and seed make the same customers.
 */
public final class BoundaryCustomers {
    private static final int CUSTOMERS_MAX = 3_000;
    private static final LocalDate AS_OF = LocalDate.of(2026, 6, 30);
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final CheckedRuleset ruleset;
    private final Random random;
    private final Map<String, List<@Nullable Object>> choices = new LinkedHashMap<>();
    private final Map<String, List<@Nullable Object>> attributeChoices = new LinkedHashMap<>();

    private BoundaryCustomers(CheckedRuleset ruleset, long seed) {
        this.ruleset = ruleset;
        this.random = new Random(seed);
        Thresholds thresholds = Thresholds.of(ruleset);
        thresholds.properties().forEach((name, values) -> {
            Property property = Property.named(name);
            if (name.equals(FactsDraft.AS_OF)) {
                choices.put(name, around(Kind.DATE, values));
            } else if (property != null && property.givenBy() == null && !property.ofOrder()) {
                choices.put(name, withinBounds(property, around(property.kind(), values)));
            }
        });
        thresholds
                .attributes()
                .forEach((key, values) -> attributeChoices.put(
                        key, around(ruleset.manifest().attributes().getOrDefault(key, Kind.TEXT), values)));
    }

    /**
     * Makes them.
     *
     * @param atLeast how many, if the thresholds alone don't need more
     */
    public static List<CustomerFacts> of(CheckedRuleset ruleset, long seed, int atLeast) {
        return new BoundaryCustomers(ruleset, seed).make(atLeast);
    }

    private List<CustomerFacts> make(int atLeast) {
        List<CustomerFacts> customers = new ArrayList<>();
        choices.forEach((property, values) -> values.forEach(value -> {
            FactsDraft draft = draft();
            draft.set(property, value);
            customers.add(draft.facts("BOUNDARY-" + (customers.size() + 1)));
        }));
        attributeChoices.forEach((key, values) -> values.forEach(value -> {
            FactsDraft draft = draft();
            draft.attribute(key, value);
            customers.add(draft.facts("BOUNDARY-" + (customers.size() + 1)));
        }));
        while (customers.size() < atLeast) {
            customers.add(draft().facts("RANDOM-" + (customers.size() + 1)));
        }
        return customers.size() <= CUSTOMERS_MAX ? customers : customers.subList(0, CUSTOMERS_MAX);
    }

    private FactsDraft draft() {
        FactsDraft draft = new FactsDraft(AS_OF);
        choices.forEach((property, values) -> draft.set(property, picked(property, values)));
        attributeChoices.forEach((key, values) -> draft.attribute(key, values.get(random.nextInt(values.size()))));
        List<String> grades = ruleset.manifest().grades();
        if (random.nextBoolean()) {
            BigDecimal limit = random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(60_000_000), 2);
            draft.previous(grades.get(random.nextInt(grades.size())), random.nextBoolean(), limit);
        }
        return draft;
    }

    private @Nullable Object picked(String property, List<@Nullable Object> values) {
        Property known = Property.named(property);
        Metric metric = Metric.byKey(property);
        if (known != null && metric != null && random.nextInt(3) == 0) {
            return anywhere(known, metric);
        }
        return values.get(random.nextInt(values.size()));
    }

    private @Nullable Object anywhere(Property property, Metric metric) {
        double from = Double.isInfinite(property.from()) ? -100 : property.from();
        double to = Double.isInfinite(property.to()) ? 2_000 : property.to();
        double number = from + random.nextDouble() * (to - from);
        return switch (metric.type()) {
            case MONEY -> BigDecimal.valueOf(random.nextInt(500_000_000), 2);
            case RATIO, DECIMAL_DAYS -> BigDecimal.valueOf(number);
            case DAYS, COUNT -> BigDecimal.valueOf((long) number);
            case TEXT, FLAG -> null;
        };
    }

    private static List<@Nullable Object> around(Kind kind, Set<Object> values) {
        List<@Nullable Object> around = new ArrayList<>();
        for (Object value : values) {
            around.add(value);
            if (value instanceof BigDecimal number) {
                BigDecimal step = kind == Kind.EXACT ? CENT : BigDecimal.ONE;
                around.add(number.subtract(step));
                around.add(number.add(step));
                if (kind == Kind.DECIMAL) {
                    around.add(BigDecimal.valueOf(Math.nextDown(number.doubleValue())));
                    around.add(BigDecimal.valueOf(Math.nextUp(number.doubleValue())));
                }
            } else if (kind == Kind.DATE && value instanceof String day) {
                around.add(LocalDate.parse(day).minusDays(1).toString());
                around.add(LocalDate.parse(day).plusDays(1).toString());
            } else if (value instanceof Boolean flag) {
                around.add(!flag);
            } else if (value instanceof String text) {
                around.add(text + "x");
            }
        }
        if (around.isEmpty() && kind == Kind.TEXT) {
            around.add("x");
        }
        around.add(null);
        return around;
    }

    private static List<@Nullable Object> withinBounds(Property property, List<@Nullable Object> values) {
        return values.stream()
                .filter(value -> !(value instanceof BigDecimal number)
                        || number.doubleValue() >= property.from() && number.doubleValue() <= property.to())
                .toList();
    }
}
