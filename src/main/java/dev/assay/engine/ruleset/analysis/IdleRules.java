package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Effect.Settling;
import dev.assay.engine.ruleset.analysis.Sweep.RuleSet;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import dev.assay.engine.ruleset.syntax.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds rules that could as well be missing: they never match, say what another says, or never decide. */
final class IdleRules {
    private static final Set<Effect> COMPUTED_LIMIT =
            Set.of(Effect.LIMIT_FACTOR, Effect.LIMIT_CEILING, Effect.LIMIT_STEP, Effect.LIMIT_MONTH_DAYS);

    private final Regions regions;
    private final Manifest manifest;
    private final Warnings warnings;
    private final Budget budget;
    private final RuleSet idle;
    private boolean cut;

    /** @param idle where rules found idle are noted */
    IdleRules(Regions regions, Manifest manifest, Warnings warnings, Budget budget, RuleSet idle) {
        this.regions = regions;
        this.manifest = manifest;
        this.warnings = warnings;
        this.budget = budget;
        this.idle = idle;
    }

    /** False if not all could be looked at. */
    boolean find() {
        regions.rules().stream().filter(rule -> regions.of(rule).isEmpty()).forEach(this::neverMatches);
        duplicates();
        neverDeciding();
        return !cut && !regions.space().isCut();
    }

    private void neverMatches(CheckedRule rule) {
        idle.add(rule);
        List<Box> soFar = regions.space().boxes(List.of());
        for (Expr condition : flat(rule.conditions())) {
            List<Box> alone = regions.space().boxes(condition);
            soFar = regions.space().and(soFar, alone);
            if (alone.isEmpty()) {
                warnings.tell(
                        Written.place(rule, condition),
                        rule,
                        Fault.NEVER_MATCHES,
                        Written.of(condition),
                        possible(condition));
                return;
            }
            if (soFar.isEmpty()) {
                warnings.tell(Written.place(rule, condition), rule, Fault.CONTRADICTION, Written.of(condition));
                return;
            }
        }
    }

    private static List<Expr> flat(List<Expr> conditions) {
        List<Expr> flat = new ArrayList<>();
        for (Expr condition : conditions) {
            if (condition instanceof Expr.Binary binary && binary.operator() == Operator.AND) {
                flat.addAll(flat(List.of(binary.left(), binary.right())));
            } else {
                flat.add(condition);
            }
        }
        return flat;
    }

    private static String possible(Expr condition) {
        Expr operand = condition instanceof Expr.Binary binary
                ? binary.left()
                : condition instanceof Expr.Membership membership ? membership.subject() : condition;
        Property property = operand instanceof Expr.Property named ? Property.named(named.name()) : null;
        if (property == null) {
            return "…";
        }
        return switch (property.kind()) {
            case INTEGER, DECIMAL, EXACT -> end(property.from()) + " … " + end(property.to());
            default -> property.name().equals("valueClass") ? "A, B, C" : "…";
        };
    }

    private static String end(double end) {
        return Double.isInfinite(end)
                ? ""
                : BigDecimal.valueOf(end).stripTrailingZeros().toPlainString();
    }

    private void duplicates() {
        Map<String, CheckedRule> first = new HashMap<>();
        for (CheckedRule rule : regions.rules()) {
            if (idle.contains(rule)) {
                continue;
            }
            CheckedRule before = first.putIfAbsent(key(rule), rule);
            if (before != null) {
                idle.add(rule);
                warnings.tell(
                        rule.span(),
                        rule,
                        Fault.DUPLICATE_RULE,
                        before.name(),
                        before.span().file(),
                        before.span().line());
            }
        }
    }

    private String key(CheckedRule rule) {
        List<Box> boxes = regions.of(rule);
        boolean certain = boxes.stream().allMatch(Box::certain);
        String matched = certain
                ? boxes.stream().map(Box::toString).sorted().collect(Collectors.joining(";"))
                : flat(rule.conditions()).stream().map(Written::of).sorted().collect(Collectors.joining(";"));
        return matched + " → " + effects(rule);
    }

    private static String effects(CheckedRule rule) {
        return rule.effects().stream().map(Written::of).sorted().collect(Collectors.joining("; "));
    }

    private void neverDeciding() {
        Map<Effect, List<CheckedRule>> tried = new EnumMap<>(Effect.class);
        Map<Effect, RuleSet> deciding = new EnumMap<>(Effect.class);
        Set<Effect> ordered = EnumSet.allOf(Effect.class);
        ordered.removeIf(effect -> order(effect) == null);
        for (CheckedRule rule : regions.rules()) {
            if (idle.contains(rule) || rule.effects().stream().anyMatch(call -> !ordered.contains(call.effect()))) {
                continue;
            }
            for (CheckedRule.Call call : rule.effects()) {
                List<CheckedRule> inOrder = tried.computeIfAbsent(call.effect(), this::inOrder);
                deciding.computeIfAbsent(call.effect(), effect -> deciding(inOrder));
            }
            if (!cut && rule.effects().stream().noneMatch(call -> decides(deciding, call.effect(), rule))) {
                neverDecides(rule, tried);
            }
        }
    }

    private static boolean decides(Map<Effect, RuleSet> deciding, Effect effect, CheckedRule rule) {
        RuleSet rules = deciding.get(effect);
        return rules == null || rules.contains(rule);
    }

    private RuleSet deciding(List<CheckedRule> inOrder) {
        Budget share = budget.share(RulesetAnalysis.SHARE);
        Deciding sweep = new Deciding(regions.space(), regions.entries(inOrder), share);
        cut |= !sweep.walk();
        budget.spend(share.spent());
        return sweep.rules();
    }

    private void neverDecides(CheckedRule rule, Map<Effect, List<CheckedRule>> tried) {
        List<CheckedRule> inOrder = tried.getOrDefault(rule.effects().get(0).effect(), List.of());
        for (Box box : regions.of(rule)) {
            CounterExample example = CounterExample.in(box, regions.space(), false);
            if (example == null || !example.matches(rule)) {
                continue;
            }
            CheckedRule decides =
                    inOrder.stream().filter(example::matches).findFirst().orElse(rule);
            if (decides.ordinal() != rule.ordinal()) {
                idle.add(rule);
                warnings.tell(
                        rule.span(),
                        rule,
                        example,
                        Fault.NEVER_DECIDES,
                        decides.name(),
                        Written.place(decides),
                        example.zh(),
                        example.en());
                return;
            }
        }
    }

    /** Whoever settles the effect before the others comes first; rules already found idle settle nothing. */
    private List<CheckedRule> inOrder(Effect effect) {
        List<CheckedRule> inOrder = new ArrayList<>(regions.with(before(effect)));
        Comparator<CheckedRule> order = order(effect);
        regions.with(Set.of(effect)).stream()
                .sorted(order == null ? Comparator.comparingInt(CheckedRule::ordinal) : order)
                .forEach(inOrder::add);
        return inOrder;
    }

    private static Set<Effect> before(Effect effect) {
        if (effect == Effect.GRADE) {
            return Set.of(Effect.PROVISIONAL);
        }
        if (COMPUTED_LIMIT.contains(effect)) {
            return Set.of(Effect.NO_LIMIT, Effect.UNLIMITED);
        }
        return effect == Effect.APPROVAL_ABOVE_RISE ? Set.of(Effect.NO_LIMIT) : Set.of();
    }

    /** The order in which rules settle an effect; null if more than one of them counts. */
    private @Nullable Comparator<CheckedRule> order(Effect effect) {
        Comparator<CheckedRule> tried = Comparator.comparingInt(CheckedRule::ordinal);
        if (effect.settling() == Settling.FIRST) {
            return tried;
        }
        boolean constant = effect.settling() == Settling.LEAST
                && regions.with(Set.of(effect)).stream().noneMatch(rule -> strictness(rule, effect) == null);
        if (!constant) {
            return null;
        }
        return Comparator.<CheckedRule, BigDecimal>comparing(rule -> {
                    BigDecimal strictness = strictness(rule, effect);
                    return strictness == null ? BigDecimal.ZERO : strictness;
                })
                .thenComparing(tried);
    }

    /** The smaller, the stricter; null if it is computed. */
    private @Nullable BigDecimal strictness(CheckedRule rule, Effect effect) {
        for (CheckedRule.Call call : rule.effects()) {
            if (call.effect() == effect && !call.arguments().isEmpty()) {
                Expr argument = call.arguments().get(0);
                return argument instanceof Expr.Text grade
                        ? BigDecimal.valueOf(-manifest.grades().indexOf(grade.value()))
                        : Constants.of(argument);
            }
        }
        return null;
    }
}
