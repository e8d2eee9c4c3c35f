package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleNode;
import dev.assay.engine.ruleset.syntax.RuleNode.Annotation;
import dev.assay.engine.ruleset.syntax.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds the rules of a ruleset against the profile. Nothing is compiled or run. */
public final class ProfileCheck {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,59}");
    private static final int NAME_LENGTH_MAX = 200;
    private static final List<String> PLACES = List.of("value", "threshold", "effect");

    private final Manifest manifest;
    private final Problems problems;
    private final Vocabulary vocabulary;
    private final Map<String, Span> codes = new HashMap<>();
    private final Map<String, Span> ruleNames = new HashMap<>();
    private final Set<String> usedParameters = new HashSet<>();
    private final Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    private final Set<Metric> metricsOfChecks = EnumSet.noneOf(Metric.class);

    public ProfileCheck(Manifest manifest, Problems problems) {
        this.manifest = manifest;
        this.problems = problems;
        this.vocabulary = new Vocabulary(manifest, problems);
    }

    /** The checked rules; only to be used if there are no errors among the problems. */
    public CheckedRuleset check(List<RuleNode> rules) {
        List<RuleNode> ordered = rules.stream()
                .sorted(Comparator.<RuleNode>comparingInt(
                                rule -> manifest.phases().indexOf(Phase.byKey(rule.phase())))
                        .thenComparing(
                                Comparator.comparingInt(RuleNode::salience).reversed()))
                .toList();
        List<CheckedRule> checked = new ArrayList<>();
        WorkLimits work = new WorkLimits(problems);
        for (RuleNode rule : ordered) {
            Phase phase = Phase.byKey(rule.phase());
            if (phase != null && !manifest.phases().contains(phase)) {
                problems.error(rule.span(), rule.name(), Fault.MISSING_PHASE, phase.key());
            }
            if (phase != null && !problems.isFull() && work.allows(rule)) {
                checked.add(check(rule, phase, checked.size(), work));
            }
        }
        List<CheckedRule> grouped = withGroupMaxima(ordered, checked);
        if (grouped.stream()
                .flatMap(rule -> rule.effects().stream())
                .anyMatch(call -> call.effect() == Effect.LIMIT_FACTOR)) {
            metrics.add(Metric.AVERAGE_MONTHLY_SALES);
        }
        manifest.parameters().values().stream()
                .filter(parameter -> !usedParameters.contains(parameter.name()))
                .forEach(parameter -> problems.warn(parameter.span(), null, Fault.UNUSED_PARAMETER, parameter.name()));
        return new CheckedRuleset(manifest, List.copyOf(grouped), Set.copyOf(metrics), Set.copyOf(metricsOfChecks));
    }

    private CheckedRule check(RuleNode rule, Phase phase, int ordinal, WorkLimits work) {
        Names names = new Names(manifest, problems, rule, phase, usedParameters);
        names.bind();
        ConditionCheck conditionCheck = new ConditionCheck(names, vocabulary, problems, rule.name());
        List<Expr> conditions = new ArrayList<>();
        for (Expr condition : rule.conditions()) {
            Expr resolved = work.allows(rule, condition) ? names.resolve(condition) : null;
            if (resolved != null) {
                conditionCheck.check(resolved);
                conditions.add(resolved);
            }
        }
        conditions.addAll(validity(rule));
        List<CheckedRule.Call> effects =
                new EffectCheck(names, vocabulary, problems, rule, phase, conditionCheck).check();
        names.read().forEach(operand -> noteMetric(phase, operand));
        Operand subject = conditionCheck.subject();
        if (subject == null && !names.read().isEmpty()) {
            subject = names.read().get(0);
        }
        return new CheckedRule(
                ordinal,
                code(rule),
                name(rule),
                phase,
                rule.group(),
                rule.salience(),
                rule.span(),
                text(rule, "zh"),
                text(rule, "en"),
                conditions,
                effects,
                subject,
                conditionCheck.threshold(),
                pointsMax(effects));
    }

    private void noteMetric(@Nullable Phase phase, Operand operand) {
        if (operand instanceof Operand.Known known && known.property().metric() != null) {
            (phase == Phase.CHECK ? metricsOfChecks : metrics)
                    .add(known.property().metric());
        }
    }

    private static double pointsMax(List<CheckedRule.Call> effects) {
        double most = 0;
        for (CheckedRule.Call call : effects) {
            if (call.effect() == Effect.POINTS) {
                most += Interval.of(call.arguments().get(0)).to();
            }
        }
        return Double.isInfinite(most) ? Double.NaN : Math.max(0, most);
    }

    private static List<CheckedRule> withGroupMaxima(List<RuleNode> nodes, List<CheckedRule> rules) {
        Map<String, Double> most = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            String group = nodes.get(i).group();
            if (group != null) {
                most.merge(rules.get(i).phase() + " " + group, rules.get(i).pointsMax(), Math::max);
            }
        }
        List<CheckedRule> grouped = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            CheckedRule rule = rules.get(i);
            Double max = most.get(rule.phase() + " " + nodes.get(i).group());
            grouped.add(max == null ? rule : rule.withPointsMax(max));
        }
        return grouped;
    }

    private String code(RuleNode rule) {
        Annotation code = rule.annotations().get("code");
        if (code == null) {
            problems.error(rule.span(), rule.name(), Fault.MISSING_CODE);
            return "";
        }
        if (!CODE.matcher(code.value()).matches()) {
            problems.error(code.span(), rule.name(), Fault.BAD_CODE, code.value());
        }
        Span before = codes.putIfAbsent(code.value(), code.span());
        if (before != null) {
            problems.error(code.span(), rule.name(), Fault.DUPLICATE_CODE, code.value(), before.file(), before.line());
        }
        return code.value();
    }

    private String name(RuleNode rule) {
        if (rule.name().isBlank() || rule.name().length() > NAME_LENGTH_MAX) {
            problems.error(rule.span(), null, Fault.WRONG_LENGTH, rule.name().length(), NAME_LENGTH_MAX);
        }
        Span before = ruleNames.putIfAbsent(rule.name(), rule.span());
        if (before != null) {
            problems.error(rule.span(), rule.name(), Fault.DUPLICATE_NAME, rule.name(), before.file(), before.line());
        }
        return rule.name();
    }

    private TextTemplate text(RuleNode rule, String language) {
        Annotation text = rule.annotations().get(language);
        if (text == null || text.value().isBlank()) {
            problems.error(rule.span(), rule.name(), Fault.MISSING_TEXT, language);
            return TextTemplate.parse("");
        }
        TextTemplate template = TextTemplate.parse(text.value());
        for (String place : template.places()) {
            Property property = Property.named(place);
            Phase phase = Phase.byKey(rule.phase());
            if (property != null && property.ofOrder() && phase != Phase.CHECK) {
                problems.error(text.span(), rule.name(), Fault.ONLY_OF_ORDERS, place, rule.phase());
            } else if (property != null) {
                noteMetric(phase, new Operand.Known(property));
            } else if (manifest.parameters().containsKey(place)) {
                usedParameters.add(place);
            } else if (!PLACES.contains(place)) {
                String hint = ClosestName.hint(place, Property.names());
                problems.error(
                        text.span(),
                        rule.name(),
                        Fault.UNKNOWN_PLACEHOLDER,
                        "{" + place + "}",
                        hint.isEmpty() ? "" : "; " + hint);
            }
        }
        return template;
    }

    private List<Expr> validity(RuleNode rule) {
        List<Expr> bounds = new ArrayList<>();
        bound(rule, "validFrom", Expr.Operator.AT_LEAST, bounds);
        bound(rule, "validTo", Expr.Operator.AT_MOST, bounds);
        return bounds;
    }

    private static @Nullable LocalDate validFrom(RuleNode rule) {
        Annotation written = rule.annotations().get("validFrom");
        return written == null ? null : Vocabulary.date(written.value());
    }

    private void bound(RuleNode rule, String name, Expr.Operator operator, List<Expr> bounds) {
        Annotation written = rule.annotations().get(name);
        if (written == null) {
            return;
        }
        @Nullable LocalDate date = Vocabulary.date(written.value());
        LocalDate first = name.equals("validTo") ? validFrom(rule) : null;
        if (date != null && first != null && date.isBefore(first)) {
            problems.error(
                    written.span(),
                    rule.name(),
                    Fault.WRONG_VALUE,
                    "@" + name,
                    written.value(),
                    "≥ @validFrom " + first);
        } else if (date == null) {
            problems.error(written.span(), rule.name(), Fault.WRONG_VALUE, "@" + name, written.value(), "2026-01-31");
        } else {
            bounds.add(new Expr.Binary(
                    operator,
                    new Expr.Property("asOf", written.span()),
                    new Expr.Text(date.toString(), written.span()),
                    written.span()));
        }
    }
}
