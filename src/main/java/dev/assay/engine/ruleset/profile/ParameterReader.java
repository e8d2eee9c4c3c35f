package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import dev.assay.engine.ruleset.syntax.YamlTree;
import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one parameter of {@code ruleset.yaml}: value, type, unit and bounds. */
final class ParameterReader {
    private static final List<String> KEYS = List.of("value", "type", "unit", "min", "max", "zh", "en");
    private static final List<String> TYPES = List.of("integer", "decimal", "money", "text");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,12})?");
    private static final int TEXT_MAX = 200;

    private final Problems problems;

    ParameterReader(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    Parameter read(String name, Span span, YamlTree tree) {
        if (!NAME.matcher(name).matches()) {
            problems.error(span, null, Fault.WRONG_VALUE, "parameters", name, "letters, digits and _ · 字母、数字和 _");
            return null;
        }
        if (!(tree instanceof Entries entries)) {
            problems.error(tree.span(), null, Fault.MISSING_KEY, name + ".value");
            return null;
        }
        entries.keys().forEach((key, at) -> {
            if (!KEYS.contains(key)) {
                problems.error(at, null, Fault.UNKNOWN_KEY, key, ClosestName.hint(key, KEYS));
            }
        });
        Scalar value = scalar(entries, "value");
        Scalar type = scalar(entries, "type");
        if (value == null || type == null) {
            problems.error(span, null, Fault.MISSING_KEY, name + (value == null ? ".value" : ".type"));
            return null;
        }
        Scalar unit = scalar(entries, "unit");
        String unitText = unit == null ? null : unit.text();
        if (type.text().equals("text")) {
            return text(name, span, value, unitText);
        }
        if (!TYPES.contains(type.text())) {
            problems.error(
                    type.span(), null, Fault.WRONG_VALUE, "type", type.text(), ClosestName.hint(type.text(), TYPES));
            return null;
        }
        return number(name, span, value, type.text().equals("integer") ? Kind.INTEGER : Kind.EXACT, unitText, entries);
    }

    private @Nullable Parameter text(String name, Span span, Scalar value, @Nullable String unit) {
        if (value.text().isBlank() || value.text().length() > TEXT_MAX) {
            problems.error(
                    value.span(), null, Fault.WRONG_LENGTH, value.text().strip().length(), TEXT_MAX);
            return null;
        }
        return new Parameter(name, Kind.TEXT, null, value.text(), unit, null, null, span);
    }

    private @Nullable Parameter number(
            String name, Span span, Scalar value, Kind kind, @Nullable String unit, Entries entries) {
        BigDecimal number = number(value, kind, name);
        Scalar lowest = scalar(entries, "min");
        Scalar highest = scalar(entries, "max");
        BigDecimal min = lowest == null ? null : number(lowest, kind, "min");
        BigDecimal max = highest == null ? null : number(highest, kind, "max");
        if (number == null) {
            return null;
        }
        if (min != null && number.compareTo(min) < 0 || max != null && number.compareTo(max) > 0) {
            String range =
                    (min == null ? "−∞" : min.toPlainString()) + " … " + (max == null ? "∞" : max.toPlainString());
            problems.error(value.span(), null, Fault.OUT_OF_BOUNDS, name + " = " + value.text(), range);
        }
        return new Parameter(name, kind, number, null, unit, min, max, span);
    }

    private @Nullable BigDecimal number(Scalar value, Kind kind, String what) {
        boolean readable = NUMBER.matcher(value.text()).matches();
        BigDecimal number = readable ? new BigDecimal(value.text()) : null;
        boolean fits = number != null
                && (kind != Kind.INTEGER
                        || number.scale() == 0 && number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0);
        if (!fits) {
            String hint = kind == Kind.INTEGER ? "a whole number · 整数" : "a number such as 0.25 · 数字，例如 0.25";
            problems.error(value.span(), null, Fault.WRONG_VALUE, what, value.text(), hint);
            return null;
        }
        return number;
    }

    private @Nullable Scalar scalar(Entries entries, String key) {
        YamlTree tree = entries.entries().get(key);
        if (tree instanceof Scalar scalar && !scalar.isNull()) {
            return scalar;
        }
        if (tree != null && !(tree instanceof Scalar)) {
            problems.error(tree.span(), null, Fault.WRONG_VALUE, key, "…", "one value · 单个值");
        }
        return null;
    }
}
