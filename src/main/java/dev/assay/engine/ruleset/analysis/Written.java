package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions and effects as text: the same text means the same. */
final class Written {
    private Written() {}

    static String of(Expr expr) {
        BigDecimal constant = Constants.of(expr);
        if (constant != null) {
            return constant.signum() == 0 ? "0" : constant.stripTrailingZeros().toPlainString();
        }
        if (expr instanceof Expr.Binary binary) {
            boolean simple = binary.operator().isComparison();
            String text = of(binary.left()) + " " + binary.operator().symbol() + " " + of(binary.right());
            return simple ? text : "(" + text + ")";
        }
        if (expr instanceof Expr.Membership membership) {
            return of(membership.subject()) + (membership.negated() ? " not in " : " in ") + list(membership.options());
        }
        if (expr instanceof Expr.Call call) {
            return call.function() + list(call.arguments());
        }
        if (expr instanceof Expr.Negative negative) {
            return "-" + of(negative.operand());
        }
        if (expr instanceof Expr.Text text) {
            return "\"" + text.value() + "\"";
        }
        if (expr instanceof Expr.Flag flag) {
            return String.valueOf(flag.value());
        }
        return expr instanceof Expr.NoData ? "null" : Operands.name(expr);
    }

    static String of(CheckedRule.Call call) {
        return call.effect().method() + list(call.arguments());
    }

    private static String list(List<Expr> exprs) {
        return exprs.stream().map(Written::of).collect(Collectors.joining(", ", "(", ")"));
    }

    /** File and line, or cell. */
    static String place(CheckedRule rule) {
        Span span = rule.span();
        return span.cell() == null ? span.file() + ":" + span.line() : span.file() + " " + span.cell();
    }

    /** Where a condition of the rule is written: its constant, in a table the cell it stands in. */
    static Span place(CheckedRule rule, Expr condition) {
        Expr at = condition;
        while (at instanceof Expr.Binary binary && !(binary.right() instanceof Expr.NoData)) {
            at = binary.right();
        }
        if (at instanceof Expr.Membership membership && !membership.options().isEmpty()) {
            at = membership.options().get(0);
        }
        boolean otherRow =
                rule.span().cell() != null && at.span().line() != rule.span().line();
        return otherRow ? rule.span() : at.span();
    }
}
