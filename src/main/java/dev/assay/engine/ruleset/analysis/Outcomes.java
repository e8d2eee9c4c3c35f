package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rules can give, and so what rules of later phases can meet. What only comes about where nothing decided is left out, but for
 * the last category, which is meant to.
 */
final class Outcomes {
    private final CheckedRuleset ruleset;
    private final Map<Effect, Set<Object>> given = new EnumMap<>(Effect.class);
    private final Set<Object> creditPeriodDays = new HashSet<>();

    /** @param idle rules that never match */
    Outcomes(CheckedRuleset ruleset, Sweep.RuleSet idle) {
        this.ruleset = ruleset;
        for (CheckedRule rule : ruleset.rules()) {
            if (!idle.contains(rule)) {
                rule.effects().forEach(this::note);
            }
        }
    }

    private void note(CheckedRule.Call call) {
        Set<Object> values = given.computeIfAbsent(call.effect(), effect -> new HashSet<>());
        List<Expr> arguments = call.arguments();
        if (!arguments.isEmpty()) {
            values.add(value(arguments.get(0)));
        }
        if (call.effect() == Effect.TERM) {
            creditPeriodDays.add(arguments.size() > 1 ? value(arguments.get(1)) : 0);
        }
    }

    private static Object value(Expr argument) {
        BigDecimal number = Constants.of(argument);
        if (number != null && number.stripTrailingZeros().scale() <= 0 && number.precision() < 9) {
            return number.intValue();
        }
        return argument instanceof Expr.Text text ? text.value() : argument;
    }

    boolean isGiven(Effect effect) {
        return given.containsKey(effect);
    }

    /** Grades rules name: outright, for lack of data, or as the best that is allowed. */
    Set<Object> grades() {
        Set<Object> grades = new HashSet<>();
        for (Effect effect : EnumSet.of(Effect.GRADE, Effect.PROVISIONAL, Effect.CAP_GRADE)) {
            grades.addAll(values(effect));
        }
        return grades;
    }

    /** Grades a customer can end with: a bound on steps can end anywhere between what was and what is wanted. */
    Set<Object> gradesReached() {
        return isGiven(Effect.MAX_UPGRADE) || grades().isEmpty()
                ? new HashSet<>(ruleset.manifest().grades())
                : grades();
    }

    Set<Object> categories() {
        List<String> all = ruleset.manifest().categories();
        Set<Object> categories = new HashSet<>(values(Effect.CATEGORY));
        categories.add(all.get(all.size() - 1));
        return categories;
    }

    Set<Object> terms() {
        return values(Effect.TERM);
    }

    Set<Object> creditPeriodDays() {
        return creditPeriodDays;
    }

    Set<Object> graceDays() {
        Set<Object> days = new HashSet<>(values(Effect.GRACE_DAYS));
        days.add(0);
        return days;
    }

    private Set<Object> values(Effect effect) {
        return given.getOrDefault(effect, Set.of());
    }
}
