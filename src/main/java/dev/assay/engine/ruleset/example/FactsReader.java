package dev.assay.engine.ruleset.example;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import dev.assay.engine.ruleset.syntax.YamlTree;
import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Items;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the facts of an example: the names of {@link CustomerFacts} and of the metrics in one flat map. */
final class FactsReader {
    private static final List<String> KEYS = List.of(
            "customerCode",
            "asOf",
            "currency",
            "customerType",
            "industry",
            "region",
            "size",
            "tags",
            "attributes",
            "previous",
            "acceptedGuarantees");

    private final Problems problems;

    FactsReader(Problems problems) {
        this.problems = problems;
    }

    CustomerFacts read(Map<String, YamlTree> facts, Span at) {
        Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
        facts.forEach((key, value) -> {
            Metric metric = Metric.byKey(key);
            if (metric != null) {
                Object read = value instanceof Scalar scalar && !scalar.isNull() ? metric(metric, scalar) : null;
                if (read != null) {
                    metrics.put(metric, read);
                }
            } else if (!KEYS.contains(key)) {
                problems.error(value.span(), null, Fault.UNKNOWN_KEY, key, "");
            }
        });
        LocalDate asOf = facts.get("asOf") instanceof Scalar date ? date(date) : null;
        if (asOf == null) {
            problems.error(at, null, Fault.MISSING_KEY, "facts.asOf");
        }
        BigDecimal guarantees = facts.get("acceptedGuarantees") instanceof Scalar scalar ? number(scalar) : null;
        String currency = text(facts, "currency");
        String code = text(facts, "customerCode");
        return new CustomerFacts(
                code == null ? "EXAMPLE" : code,
                asOf == null ? LocalDate.EPOCH : asOf,
                currency == null ? "CNY" : currency,
                text(facts, "customerType"),
                text(facts, "industry"),
                text(facts, "region"),
                text(facts, "size"),
                tags(facts.get("tags")),
                attributes(facts.get("attributes")),
                PaymentHistory.of(metrics),
                previous(facts.get("previous")),
                guarantees == null ? BigDecimal.ZERO : guarantees);
    }

    private static Set<String> tags(@Nullable YamlTree tree) {
        Set<String> tags = new LinkedHashSet<>();
        if (tree instanceof Items items) {
            items.items().forEach(item -> tags.add(item instanceof Scalar scalar ? scalar.text() : ""));
        }
        return tags;
    }

    private Map<String, Object> attributes(@Nullable YamlTree tree) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (tree instanceof Entries entries) {
            entries.entries().forEach((key, value) -> {
                if (value instanceof Scalar scalar) {
                    attributes.put(key, attribute(scalar));
                }
            });
        }
        return attributes;
    }

    private static Object attribute(Scalar scalar) {
        String text = scalar.text();
        if (!scalar.plain()) {
            return text;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return new BigDecimal(text);
        }
        return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? LocalDate.parse(text) : text;
    }

    private CustomerFacts.@Nullable Previous previous(@Nullable YamlTree tree) {
        if (!(tree instanceof Entries entries)) {
            return null;
        }
        String grade = text(entries.entries(), "grade");
        String provisional = text(entries.entries(), "provisional");
        YamlTree limit = entries.entries().get("limit");
        return new CustomerFacts.Previous(
                grade == null ? "" : grade,
                "true".equals(provisional),
                limit instanceof Scalar scalar && !scalar.isNull() ? number(scalar) : null);
    }

    private static @Nullable String text(Map<String, YamlTree> facts, String key) {
        return facts.get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    private @Nullable Object metric(Metric metric, Scalar scalar) {
        BigDecimal number = switch (metric.type()) {
            case TEXT, FLAG -> null;
            default -> number(scalar);
        };
        return switch (metric.type()) {
            case TEXT -> scalar.text();
            case FLAG -> Boolean.valueOf(scalar.text());
            case MONEY -> number;
            case RATIO, DECIMAL_DAYS -> number == null ? null : (Object) number.doubleValue();
            case DAYS, COUNT -> number == null ? null : (Object) number.intValue();
        };
    }

    private @Nullable BigDecimal number(Scalar scalar) {
        try {
            return new BigDecimal(scalar.text());
        } catch (NumberFormatException e) {
            problems.error(scalar.span(), null, Fault.BAD_NUMBER, scalar.text());
            return null;
        }
    }

    private @Nullable LocalDate date(Scalar scalar) {
        try {
            return LocalDate.parse(scalar.text());
        } catch (DateTimeException e) {
            problems.error(scalar.span(), null, Fault.WRONG_VALUE, "asOf", scalar.text(), "2026-01-31");
            return null;
        }
    }
}
