package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleNode;

/**
 * Bounds on what is handed to the compiler, whose time is not linear in what it reads: a rule of 500 conditions becomes a method too
 * large for a class file, and each level of parentheses doubles the time its parser takes.
 */
final class WorkLimits {
    static final int CONDITIONS_MAX = 50;
    static final int EFFECTS_MAX = 20;
    /** Levels of "or" inside "and" in one condition. */
    static final int NESTING_MAX = 5;
    /** Operations in an effect's argument that wait for each other: some 300 overflow the compiler's stack. */
    static final int COMPUTATION_DEPTH_MAX = 60;
    /** Comparisons, operands and arguments in all rules; the shipped rules have about 300. */
    static final int TERMS_MAX = 100_000;

    private final Problems problems;
    private int terms;

    WorkLimits(Problems problems) {
        this.problems = problems;
    }

    /** Whether the rule is of a size worth checking; if not, that is reported. */
    boolean allows(RuleNode rule) {
        if (rule.conditions().size() > CONDITIONS_MAX) {
            problems.error(
                    rule.conditions().get(CONDITIONS_MAX).span(),
                    rule.name(),
                    Fault.TOO_LONG,
                    CONDITIONS_MAX + " conditions · 个条件");
            return false;
        }
        if (rule.effects().size() > EFFECTS_MAX) {
            problems.error(
                    rule.effects().get(EFFECTS_MAX).span(),
                    rule.name(),
                    Fault.TOO_LONG,
                    EFFECTS_MAX + " effects · 个效果");
            return false;
        }
        for (RuleNode.EffectCall effect : rule.effects()) {
            if (effect.arguments().stream().anyMatch(argument -> depth(argument) > COMPUTATION_DEPTH_MAX)) {
                problems.error(effect.span(), rule.name(), Fault.TOO_DEEP, COMPUTATION_DEPTH_MAX);
                return false;
            }
        }
        int before = terms;
        rule.conditions().forEach(condition -> terms += terms(condition));
        rule.effects().forEach(effect -> effect.arguments().forEach(argument -> terms += terms(argument)));
        if (terms > TERMS_MAX && before <= TERMS_MAX) {
            problems.error(rule.span(), rule.name(), Fault.TOO_LONG, TERMS_MAX + " terms · 项");
        }
        return terms <= TERMS_MAX;
    }

    boolean allows(RuleNode rule, Expr condition) {
        if (nesting(condition) > NESTING_MAX) {
            problems.error(condition.span(), rule.name(), Fault.TOO_DEEP, NESTING_MAX);
            return false;
        }
        return true;
    }

    private static int nesting(Expr expr) {
        if (!(expr instanceof Expr.Binary binary)) {
            return 0;
        }
        return Math.max(nesting(binary, binary.left()), nesting(binary, binary.right()));
    }

    private static int nesting(Expr.Binary outer, Expr inner) {
        boolean parenthesised = outer.operator() == Operator.AND
                && inner instanceof Expr.Binary binary
                && binary.operator() == Operator.OR;
        return nesting(inner) + (parenthesised ? 1 : 0);
    }

    private static int depth(Expr expr) {
        if (expr instanceof Expr.Binary binary) {
            return 1 + Math.max(depth(binary.left()), depth(binary.right()));
        }
        if (expr instanceof Expr.Negative negative) {
            return 1 + depth(negative.operand());
        }
        if (expr instanceof Expr.Call call) {
            return 1
                    + call.arguments().stream()
                            .mapToInt(WorkLimits::depth)
                            .max()
                            .orElse(0);
        }
        return 0;
    }

    private static int terms(Expr expr) {
        if (expr instanceof Expr.Binary binary) {
            return terms(binary.left()) + terms(binary.right());
        }
        if (expr instanceof Expr.Membership membership) {
            return 1 + membership.options().size();
        }
        if (expr instanceof Expr.Call call) {
            return call.arguments().stream().mapToInt(WorkLimits::terms).sum();
        }
        return 1;
    }
}
