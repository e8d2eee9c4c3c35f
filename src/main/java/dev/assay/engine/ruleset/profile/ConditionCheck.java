package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the conditions of one rule, their names already resolved: who is compared with what, and that nothing matches by accident
 * where there is no data. It remembers what has data once all conditions hold.
 */
final class ConditionCheck {
    private final Names names;
    private final Vocabulary vocabulary;
    private final Problems problems;
    private final String rule;
    private final Set<String> withData = new HashSet<>();
    private final Set<String> positive = new HashSet<>();
    private @Nullable Operand subject;
    private @Nullable Object threshold;

    ConditionCheck(Names names, Vocabulary vocabulary, Problems problems, String rule) {
        this.names = names;
        this.vocabulary = vocabulary;
        this.problems = problems;
        this.rule = rule;
    }

    /** Checks one more condition; all those before it hold. */
    void check(Expr condition) {
        check(condition, withData, true);
    }

    /** Operands that surely have data when the rule fires. */
    Set<String> withData() {
        return withData;
    }

    /** Operands that are surely above zero when the rule fires. */
    Set<String> positive() {
        return positive;
    }

    @Nullable
    Operand subject() {
        return subject;
    }

    @Nullable
    Object threshold() {
        return threshold;
    }

    private void check(Expr condition, Set<String> known, boolean certain) {
        if (condition instanceof Expr.Binary binary) {
            switch (binary.operator()) {
                case AND -> {
                    check(binary.left(), known, certain);
                    check(binary.right(), known, certain);
                }
                case OR -> either(binary, known);
                default -> {
                    if (binary.operator().isComparison()) {
                        comparison(binary, known, certain);
                    } else {
                        problems.error(binary.span(), rule, Fault.NOT_A_CONDITION, "oldestOverdueDays > 30");
                    }
                }
            }
        } else if (condition instanceof Expr.Membership membership) {
            membership(membership, known);
        } else {
            Operand operand = names.operand(condition);
            String example = operand != null && operand.kind() == Kind.FLAG
                    ? operand.shown() + " == true"
                    : "oldestOverdueDays > 30";
            problems.error(condition.span(), rule, Fault.NOT_A_CONDITION, example);
        }
    }

    /** The right side is only asked when the left doesn't hold: after {@code x == null ||} there is data. */
    private void either(Expr.Binary or, Set<String> known) {
        Set<String> left = new HashSet<>(known);
        Set<String> right = new HashSet<>(known);
        check(or.left(), left, false);
        if (or.left() instanceof Expr.Binary asked
                && asked.operator() == Operator.EQUAL
                && asked.right() instanceof Expr.NoData) {
            Operand operand = names.operand(asked.left());
            if (operand != null) {
                right.add(operand.shown());
            }
        }
        check(or.right(), right, false);
        left.retainAll(right);
        known.addAll(left);
    }

    private void comparison(Expr.Binary comparison, Set<String> known, boolean certain) {
        Operand left = names.operand(comparison.left());
        if (left == null) {
            boolean turned = names.operand(comparison.right()) != null;
            problems.error(
                    turned ? comparison.right().span() : comparison.left().span(),
                    rule,
                    turned ? Fault.NOT_A_CONSTANT : Fault.ARITHMETIC_IN_CONDITION);
            return;
        }
        if (comparison.right() instanceof Expr.NoData) {
            noData(comparison, left, known);
            return;
        }
        Operand right = names.operand(comparison.right());
        if (right != null) {
            operands(comparison, left, right, known);
            return;
        }
        Object constant = constant(comparison.operator(), left, comparison.right());
        if (constant == null) {
            return;
        }
        remember(left, constant);
        boolean matchesNoData =
                comparison.operator() == Operator.UNEQUAL || comparison.operator() == Operator.NOT_CONTAINS;
        if (matchesNoData) {
            demandData(left, comparison.left(), known);
        }
        known.add(left.shown());
        if (certain && isAboveZero(comparison.operator(), comparison.right())) {
            positive.add(left.shown());
        }
    }

    private static boolean isAboveZero(Operator operator, Expr right) {
        var number = Constants.of(right);
        return number != null
                && (operator == Operator.GREATER && number.signum() >= 0
                        || (operator == Operator.AT_LEAST || operator == Operator.EQUAL) && number.signum() > 0);
    }

    private void noData(Expr.Binary comparison, Operand left, Set<String> known) {
        if (comparison.operator() != Operator.EQUAL && comparison.operator() != Operator.UNEQUAL) {
            problems.error(comparison.span(), rule, Fault.NULL_COMPARISON);
            return;
        }
        if (!left.nullable()) {
            problems.error(comparison.left().span(), rule, Fault.NEVER_NULL, left.shown());
            return;
        }
        if (subject == null) {
            subject = left;
        }
        if (comparison.operator() == Operator.UNEQUAL) {
            known.add(left.shown());
        }
    }

    private void operands(Expr.Binary comparison, Operand left, Operand right, Set<String> known) {
        boolean comparable = left.kind() == right.kind()
                && left.kind() != Kind.TEXTS
                && (!comparison.operator().isOrder() || left.kind().isNumber() || left.kind() == Kind.DATE)
                && comparison.operator().compareTo(Operator.MATCHES) < 0;
        if (!comparable) {
            mismatch(left, right.kind(), comparison.right());
            return;
        }
        if (!comparison.operator().isOrder()) {
            demandData(left, comparison.left(), known);
            demandData(right, comparison.right(), known);
        }
        remember(left, right);
        known.add(left.shown());
        known.add(right.shown());
    }

    private void membership(Expr.Membership membership, Set<String> known) {
        Operand subjectOf = names.operand(membership.subject());
        if (subjectOf == null) {
            problems.error(membership.subject().span(), rule, Fault.ARITHMETIC_IN_CONDITION);
            return;
        }
        if (membership.options().isEmpty()) {
            problems.error(membership.span(), rule, Fault.WRONG_ARGUMENTS, "in", "1…", 0);
        }
        for (Expr option : membership.options()) {
            Object constant = constant(Operator.EQUAL, subjectOf, option);
            if (constant != null) {
                remember(subjectOf, constant);
            }
        }
        if (membership.negated()) {
            demandData(subjectOf, membership.subject(), known);
        }
        known.add(subjectOf.shown());
    }

    /** @param other a constant, or an operand */
    private void remember(Operand operand, Object other) {
        if (subject == null || threshold == null) {
            subject = operand;
            threshold = other;
        }
    }

    private void demandData(Operand operand, Expr at, Set<String> known) {
        if (operand.nullable() && !known.contains(operand.shown())) {
            problems.error(at.span(), rule, Fault.NULL_UNGUARDED, operand.shown());
        }
    }

    /** The constant an operand is compared with, of the operand's type; null if that can't be, which is reported. */
    private @Nullable Object constant(Operator operator, Operand operand, Expr written) {
        if (operator == Operator.MATCHES || operator == Operator.CONTAINS || operator == Operator.NOT_CONTAINS) {
            return ofText(operator, operand, written);
        }
        if (operand.kind() == Kind.TEXTS || operator.isOrder() && !isOrdered(operand.kind())) {
            mismatch(operand, vocabulary.kindOf(written), written);
            return null;
        }
        Object constant = vocabulary.constant(operand.kind(), written);
        if (constant == null) {
            mismatch(operand, vocabulary.kindOf(written), written);
            return null;
        }
        if (operand instanceof Operand.Known known && constant instanceof String text) {
            return vocabulary.known(known.property(), text, written.span(), rule) ? text : null;
        }
        return constant;
    }

    private static boolean isOrdered(Kind kind) {
        return kind.isNumber() || kind == Kind.DATE;
    }

    private @Nullable Object ofText(Operator operator, Operand operand, Expr written) {
        boolean fits = operand.kind() == Kind.TEXT || operand.kind() == Kind.TEXTS && operator != Operator.MATCHES;
        if (!fits || !(written instanceof Expr.Text text)) {
            mismatch(operand, vocabulary.kindOf(written), written);
            return null;
        }
        String fault = operator == Operator.MATCHES ? SafePattern.fault(text.value()) : null;
        if (fault != null) {
            problems.error(written.span(), rule, Fault.UNSAFE_EXPRESSION, fault);
            return null;
        }
        return text.value();
    }

    private void mismatch(Operand operand, @Nullable Kind other, Expr at) {
        if (other == null) {
            boolean computed = at instanceof Expr.Binary || at instanceof Expr.Call || at instanceof Expr.Negative;
            problems.error(at.span(), rule, computed ? Fault.ARITHMETIC_IN_CONDITION : Fault.NOT_A_CONSTANT);
            return;
        }
        problems.error(
                at.span(),
                rule,
                Fault.TYPE_MISMATCH,
                operand.shown(),
                operand.kind().zh(),
                other.zh(),
                operand.kind().en(),
                other.en());
    }
}
