package dev.assay.engine.ruleset.agreement;

import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a ruleset compare each fact with: {@link BigDecimal}, String or Boolean, dates as texts.
 *
 * @param properties by the name of the property; one that is only read has no values
 * @param attributes by the key of the custom field
 */
record Thresholds(Map<String, Set<Object>> properties, Map<String, Set<Object>> attributes) {

    static Thresholds of(CheckedRuleset ruleset) {
        Thresholds thresholds = new Thresholds(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (CheckedRule rule : ruleset.rules()) {
            rule.conditions().forEach(thresholds::read);
            rule.effects().forEach(effect -> effect.arguments().forEach(thresholds::read));
        }
        ruleset.metricsRead().forEach(metric -> thresholds.valuesOf(metric.key()));
        return thresholds;
    }

    private void read(Expr expr) {
        if (expr instanceof Expr.Binary binary) {
            read(binary.left());
            read(binary.right());
            if (binary.operator().isComparison()) {
                compare(binary.left(), binary.right());
            }
        } else if (expr instanceof Expr.Membership membership) {
            membership.options().forEach(option -> compare(membership.subject(), option));
        } else if (expr instanceof Expr.Property property) {
            valuesOf(property.name());
        } else if (expr instanceof Expr.Call call) {
            call.arguments().forEach(this::read);
        } else if (expr instanceof Expr.Negative negative) {
            read(negative.operand());
        }
    }

    private void compare(Expr subject, Expr literal) {
        Object value = value(literal);
        if (value != null && subject instanceof Expr.Property property) {
            valuesOf(property.name()).add(value);
        } else if (value != null && subject instanceof Expr.Attribute attribute) {
            attributes
                    .computeIfAbsent(attribute.key(), key -> new LinkedHashSet<>())
                    .add(value);
        }
    }

    private Set<Object> valuesOf(String property) {
        return properties.computeIfAbsent(property, name -> new LinkedHashSet<>());
    }

    private static @Nullable Object value(Expr literal) {
        if (literal instanceof Expr.Text text) {
            return text.value();
        }
        if (literal instanceof Expr.Flag flag) {
            return flag.value();
        }
        return Constants.of(literal);
    }
}
