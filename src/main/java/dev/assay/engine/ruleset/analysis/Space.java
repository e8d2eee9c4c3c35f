package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All customers, as far as the rules of a phase tell them apart: one axis for each thing they compare. A condition becomes boxes in
 * it. Immutable.
 */
final class Space {
    /** Axes beyond which a condition is taken as "may hold". */
    private static final int AXES_MAX = 200;

    /** Alternatives in one rule beyond which it is taken as "may match anybody". */
    private static final int BOXES_MAX = 32;

    /** Pairs of boxes joined, beyond which conditions are taken as "may hold". */
    private static final int JOINS_MAX = 2_000_000;

    private final Operands operands;
    private int joins;
    private final List<Axis> axes = new ArrayList<>();
    private final Map<String, Integer> byName = new LinkedHashMap<>();

    Space(Operands operands, Outcomes outcomes, List<CheckedRule> rules) {
        this.operands = operands;
        Map<String, AxisDraft> drafts = new LinkedHashMap<>();
        for (CheckedRule rule : rules) {
            rule.conditions().forEach(condition -> note(condition, drafts));
        }
        drafts.forEach((name, draft) -> {
            byName.put(name, axes.size());
            axes.add(draft.axis(operands.manifest(), outcomes));
        });
    }

    Operands operands() {
        return operands;
    }

    List<Axis> axes() {
        return axes;
    }

    /** −1 if no rule asks for it. */
    int axis(String name) {
        return byName.getOrDefault(name, -1);
    }

    private void note(Expr condition, Map<String, AxisDraft> drafts) {
        if (condition instanceof Expr.Membership membership) {
            membership.options().forEach(option -> noteConstant(membership.subject(), Operator.EQUAL, option, drafts));
        } else if (condition instanceof Expr.Binary binary) {
            if (!binary.operator().isComparison()) {
                note(binary.left(), drafts);
                note(binary.right(), drafts);
            } else {
                noteConstant(binary.left(), binary.operator(), binary.right(), drafts);
            }
        }
    }

    private void noteConstant(Expr operand, Operator operator, Expr right, Map<String, AxisDraft> drafts) {
        Kind kind = operands.kind(operand);
        if (kind == Kind.TEXTS) {
            String tag = String.valueOf(Operands.constant(Kind.TEXT, right));
            draft(drafts, new AxisDraft(name(operand, right), Kind.FLAG, false, tag));
            return;
        }
        AxisDraft draft = draft(drafts, new AxisDraft(Operands.name(operand), kind, Operands.nullable(operand), null));
        if (Operands.isOperand(right)) {
            draft(drafts, new AxisDraft(Operands.name(right), kind, Operands.nullable(right), null));
        } else if (!(right instanceof Expr.NoData) && !isByContent(operator)) {
            draft.note(Operands.constant(kind, right));
        }
    }

    private static AxisDraft draft(Map<String, AxisDraft> drafts, AxisDraft fresh) {
        AxisDraft known = drafts.get(fresh.name());
        if (known == null && drafts.size() < AXES_MAX) {
            drafts.put(fresh.name(), fresh);
        }
        return known == null ? fresh : known;
    }

    private static boolean isByContent(Operator operator) {
        return operator.compareTo(Operator.MATCHES) >= 0 && operator.compareTo(Operator.NOT_CONTAINS) <= 0;
    }

    private static String name(Expr texts, Expr label) {
        return Operands.name(texts) + " contains " + Operands.constant(Kind.TEXT, label);
    }

    /** The customers for whom all conditions hold; no box if there can't be any. */
    List<Box> boxes(List<Expr> conditions) {
        List<Box> boxes = List.of(Box.everything(axes.size(), true));
        for (Expr condition : conditions) {
            boxes = and(boxes, boxes(condition));
        }
        return boxes;
    }

    /** There was more to join than is done. */
    boolean isCut() {
        return joins > JOINS_MAX;
    }

    List<Box> boxes(Expr condition) {
        if (isCut()) {
            return List.of(Box.everything(axes.size(), false));
        }
        if (condition instanceof Expr.Membership membership) {
            return List.of(member(membership)).stream()
                    .filter(Space::isSomewhere)
                    .toList();
        }
        Expr.Binary binary = (Expr.Binary) condition;
        return switch (binary.operator()) {
            case AND -> and(boxes(binary.left()), boxes(binary.right()));
            case OR -> or(boxes(binary.left()), boxes(binary.right()));
            default ->
                List.of(compared(binary)).stream().filter(Space::isSomewhere).toList();
        };
    }

    private static boolean isSomewhere(Box box) {
        for (Cells cells : box.cells()) {
            if (cells != null && cells.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Box member(Expr.Membership membership) {
        int index = axis(Operands.name(membership.subject()));
        if (index < 0) {
            return Box.everything(axes.size(), false);
        }
        Axis axis = axes.get(index);
        Kind kind = operands.kind(membership.subject());
        Cells cells = membership.negated() ? axis.data() : Cells.NONE;
        for (Expr option : membership.options()) {
            Object constant = Operands.constant(kind, option);
            cells = membership.negated()
                    ? cells.and(axis.where(Operator.UNEQUAL, constant))
                    : cells.or(axis.where(Operator.EQUAL, constant));
        }
        return Box.everything(axes.size(), true).with(index, cells);
    }

    private Box compared(Expr.Binary comparison) {
        Expr left = comparison.left();
        Expr right = comparison.right();
        Operator operator = comparison.operator();
        boolean texts = operands.kind(left) == Kind.TEXTS;
        int index = axis(texts ? name(left, right) : Operands.name(left));
        if (index < 0 || Operands.isOperand(right) && axis(Operands.name(right)) < 0) {
            return Box.everything(axes.size(), false);
        }
        if (texts) {
            boolean present = operator == Operator.CONTAINS;
            return Box.everything(axes.size(), true).with(index, axes.get(index).where(Operator.EQUAL, present));
        }
        Axis axis = axes.get(index);
        if (right instanceof Expr.NoData) {
            return Box.everything(axes.size(), true)
                    .with(index, operator == Operator.EQUAL ? axis.noData() : axis.data());
        }
        if (Operands.isOperand(right)) {
            int other = axis(Operands.name(right));
            // which of two values is larger is beyond cells: only that both have data is known
            return Box.everything(axes.size(), false)
                    .with(index, axis.data())
                    .with(other, axes.get(other).data());
        }
        Object constant = Operands.constant(operands.kind(left), right);
        Cells surely = axis.where(operator, constant);
        Cells maybe = axis.unknown(operator);
        return Box.everything(axes.size(), maybe.isEmpty()).with(index, surely.or(maybe));
    }

    List<Box> and(List<Box> some, List<Box> others) {
        List<Box> both = new ArrayList<>();
        joins += some.size() * others.size();
        for (Box one : some) {
            for (Box other : others) {
                Box joined = one.and(other);
                if (joined != null) {
                    both.add(joined);
                }
            }
        }
        return both.size() <= BOXES_MAX ? both : List.of(Box.everything(axes.size(), false));
    }

    private List<Box> or(List<Box> some, List<Box> others) {
        List<Box> either = new ArrayList<>(some);
        for (Box other : others) {
            int last = either.size() - 1;
            Box joined = last < 0 ? null : joined(either.get(last), other);
            if (joined == null) {
                either.add(other);
            } else {
                either.set(last, joined);
            }
        }
        return either.size() <= BOXES_MAX ? either : List.of(Box.everything(axes.size(), false));
    }

    /** Two boxes that differ in one axis are one box; null if they differ in more. */
    private static @Nullable Box joined(Box one, Box other) {
        if (one.certain() != other.certain()) {
            return null;
        }
        int differs = -1;
        for (int i = 0; i < one.cells().length; i++) {
            if (!java.util.Objects.equals(one.at(i), other.at(i))) {
                if (differs >= 0) {
                    return null;
                }
                differs = i;
            }
        }
        Cells mine = differs < 0 ? null : one.at(differs);
        Cells theirs = differs < 0 ? null : other.at(differs);
        return differs < 0 ? one : one.with(differs, mine == null || theirs == null ? null : mine.or(theirs));
    }
}
