package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Effect.Argument;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleNode;
import dev.assay.engine.ruleset.syntax.RuleNode.EffectCall;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the consequence of one rule: calls of effects of its phase, with arguments that have data and fit. */
final class EffectCheck {
    private static final int DAYS_MAX = 3_650;

    private final Names names;
    private final Vocabulary vocabulary;
    private final Problems problems;
    private final RuleNode rule;
    private final Phase phase;
    private final ConditionCheck conditions;
    private final Set<Effect> called = EnumSet.noneOf(Effect.class);

    EffectCheck(
            Names names,
            Vocabulary vocabulary,
            Problems problems,
            RuleNode rule,
            Phase phase,
            ConditionCheck conditions) {
        this.names = names;
        this.vocabulary = vocabulary;
        this.problems = problems;
        this.rule = rule;
        this.phase = phase;
        this.conditions = conditions;
    }

    /** The rule's effects; fewer than written if some can't be used, which is reported. */
    List<CheckedRule.Call> check() {
        if (rule.effects().isEmpty()) {
            problems.error(rule.span(), rule.name(), Fault.EMPTY_CONSEQUENCE);
        }
        List<CheckedRule.Call> calls = new ArrayList<>();
        for (EffectCall call : rule.effects()) {
            CheckedRule.Call checked = check(call);
            if (checked != null) {
                calls.add(checked);
            }
        }
        return calls;
    }

    private CheckedRule.@Nullable Call check(EffectCall call) {
        String customer = rule.customer();
        // a pattern without a name is reported where it stands
        if (customer != null && !call.receiver().equals(customer)) {
            problems.error(call.span(), rule.name(), Fault.WRONG_RECEIVER, call.receiver(), customer);
            return null;
        }
        Effect effect = Effect.byMethod(call.method());
        if (effect == null) {
            List<String> known =
                    Arrays.stream(Effect.values()).map(Effect::method).toList();
            problems.error(
                    call.span(),
                    rule.name(),
                    Fault.UNKNOWN_EFFECT,
                    call.method(),
                    ClosestName.hint(call.method(), known));
            return null;
        }
        if (effect.phase() != phase) {
            problems.error(
                    call.span(),
                    rule.name(),
                    Fault.EFFECT_OF_OTHER_PHASE,
                    call.method(),
                    effect.phase().key(),
                    phase.key());
            return null;
        }
        if (!called.add(effect) && effect != Effect.POINTS) {
            problems.error(call.span(), rule.name(), Fault.SAME_EFFECT_TWICE, call.method());
        }
        return arguments(call, effect);
    }

    private CheckedRule.@Nullable Call arguments(EffectCall call, Effect effect) {
        long needed = effect.arguments().stream()
                .filter(argument -> argument != Argument.OPTIONAL_DAYS)
                .count();
        int given = call.arguments().size();
        if (given < needed || given > effect.arguments().size()) {
            problems.error(call.span(), rule.name(), Fault.WRONG_ARGUMENTS, call.method(), needed, given);
            return null;
        }
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            Expr resolved = names.resolve(call.arguments().get(i));
            if (resolved != null && fits(effect, effect.arguments().get(i), resolved)) {
                arguments.add(resolved);
            }
        }
        return arguments.size() == given ? new CheckedRule.Call(effect, arguments) : null;
    }

    private boolean fits(Effect effect, Argument wanted, Expr argument) {
        return switch (wanted) {
            case NUMBER, EXACT -> {
                Kind kind = computed(argument, effect);
                yield kind != null;
            }
            case COUNT, DAYS, OPTIONAL_DAYS -> whole(effect, argument);
            case GRADE ->
                argument instanceof Expr.Text text
                        ? vocabulary.isGrade(text.value(), text.span(), rule.name())
                        : wrong(effect, argument, "等级，例如 \"B\"", "a grade, such as \"B\"");
            case CATEGORY ->
                argument instanceof Expr.Text text
                        ? vocabulary.isCategory(text.value(), text.span(), rule.name())
                        : wrong(effect, argument, "类别，例如 \"KEY\"", "a category, such as \"KEY\"");
            case TERM ->
                argument instanceof Expr.Text text
                        ? vocabulary.isTerm(text.value(), text.span(), rule.name())
                        : wrong(effect, argument, "付款方式，例如 \"PREPAY\"", "a payment term, such as \"PREPAY\"");
        };
    }

    private boolean whole(Effect effect, Expr argument) {
        var number = Constants.of(argument);
        Integer whole = number == null ? null : Vocabulary.whole(number);
        if (whole == null) {
            return wrong(effect, argument, "整数常量或参数", "a whole number or a parameter that is one");
        }
        if (whole < 0 || whole > DAYS_MAX) {
            problems.error(argument.span(), rule.name(), Fault.OUT_OF_BOUNDS, whole, "0 … " + DAYS_MAX);
            return false;
        }
        return true;
    }

    private boolean wrong(Effect effect, Expr at, String zh, String en) {
        problems.error(at.span(), rule.name(), Fault.WRONG_ARGUMENT, effect.method(), zh, en);
        return false;
    }

    /** The kind of number a computation gives; null if it can't be computed, which is reported. */
    private @Nullable Kind computed(Expr expr, Effect effect) {
        if (expr instanceof Expr.Number number) {
            return number.whole() ? Kind.INTEGER : Kind.DECIMAL;
        }
        Operand operand = names.operand(expr);
        if (operand != null) {
            return operandKind(operand, expr, effect);
        }
        if (expr instanceof Expr.Negative negative) {
            return computed(negative.operand(), effect);
        }
        if (expr instanceof Expr.Call call) {
            return joined(call.arguments(), effect);
        }
        if (expr instanceof Expr.Binary binary && binary.operator().isArithmetic()) {
            Kind kind = joined(List.of(binary.left(), binary.right()), effect);
            return kind != null && binary.operator() == Operator.DIVIDED ? divided(binary, kind) : kind;
        }
        wrong(effect, expr, "数字", "a number");
        return null;
    }

    private @Nullable Kind operandKind(Operand operand, Expr at, Effect effect) {
        if (!operand.kind().isNumber()) {
            wrong(
                    effect,
                    at,
                    "数字，而 " + operand.shown() + " 是" + operand.kind().zh(),
                    "a number; " + operand.shown() + " is " + operand.kind().en());
            return null;
        }
        if (operand.nullable() && !conditions.withData().contains(operand.shown())) {
            problems.error(at.span(), rule.name(), Fault.NULL_UNGUARDED, operand.shown());
            return null;
        }
        return operand.kind();
    }

    private @Nullable Kind joined(List<Expr> operands, Effect effect) {
        Kind joined = Kind.INTEGER;
        boolean usable = true;
        for (Expr operand : operands) {
            Kind kind = computed(operand, effect);
            if (kind == null) {
                usable = false;
            } else if (kind.compareTo(joined) > 0) {
                joined = kind;
            }
        }
        return usable ? joined : null;
    }

    private @Nullable Kind divided(Expr.Binary division, Kind kind) {
        Span at = division.span();
        if (kind == Kind.INTEGER) {
            problems.error(at, rule.name(), Fault.INTEGER_DIVISION);
            return null;
        }
        var divisor = Constants.of(division.right());
        if (divisor != null && divisor.signum() == 0) {
            problems.error(division.right().span(), rule.name(), Fault.DIVISION_BY_ZERO);
            return null;
        }
        Operand operand = names.operand(division.right());
        boolean safe =
                divisor != null || operand != null && conditions.positive().contains(operand.shown());
        if (!safe) {
            String shown = operand == null ? "(…)" : operand.shown();
            problems.error(division.right().span(), rule.name(), Fault.DIVISOR_UNGUARDED, shown);
            return null;
        }
        return Kind.EXACT == kind ? Kind.EXACT : Kind.DECIMAL;
    }
}
