package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * All rules of a ruleset that keeps the profile.
 *
 * @param rules in the order they are tried: by phase, salience, file and place; index = ordinal
 * @param metricsRead what rules, reason texts and the limit formula read to grade a customer
 * @param metricsOfChecks the same, of rules about orders
 */
public record CheckedRuleset(
        Manifest manifest, List<CheckedRule> rules, Set<Metric> metricsRead, Set<Metric> metricsOfChecks) {

    /** The numbers that conditions compare each metric with. */
    public Map<Metric, NavigableSet<BigDecimal>> thresholds() {
        Map<Metric, NavigableSet<BigDecimal>> thresholds = new EnumMap<>(Metric.class);
        rules.forEach(rule -> rule.conditions().forEach(condition -> note(condition, thresholds)));
        return thresholds;
    }

    private static void note(Expr condition, Map<Metric, NavigableSet<BigDecimal>> thresholds) {
        if (condition instanceof Expr.Membership membership) {
            membership.options().forEach(option -> note(membership.subject(), option, thresholds));
        } else if (condition instanceof Expr.Binary binary && binary.operator().isComparison()) {
            note(binary.left(), binary.right(), thresholds);
        } else if (condition instanceof Expr.Binary binary) {
            note(binary.left(), thresholds);
            note(binary.right(), thresholds);
        }
    }

    private static void note(Expr subject, Expr constant, Map<Metric, NavigableSet<BigDecimal>> thresholds) {
        Property property = subject instanceof Expr.Property named ? Property.named(named.name()) : null;
        BigDecimal number = Constants.of(constant);
        if (property != null && property.metric() != null && number != null) {
            thresholds
                    .computeIfAbsent(property.metric(), metric -> new TreeSet<>())
                    .add(number);
        }
    }

    public List<CheckedRule> of(Phase phase) {
        return rules.stream().filter(rule -> rule.phase() == phase).toList();
    }
}
