package dev.assay.engine.ruleset.run;

import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes checked conditions in the form Drools compiles, every literal in the type of the property it is compared with. */
final class ConditionWriter {
    private static final int CHAIN_MAX = 20;

    private final Manifest manifest;

    ConditionWriter(Manifest manifest) {
        this.manifest = manifest;
    }

    String write(Expr condition) {
        return clause(condition).text();
    }

    /**
     * A written condition.
     *
     * @param joinedBy AND or OR if it is several comparisons
     */
    private record Clause(String text, @Nullable Operator joinedBy) {}

    private Clause clause(Expr condition) {
        if (condition instanceof Expr.Binary binary) {
            return binary.operator() == Operator.AND || binary.operator() == Operator.OR
                    ? joined(binary.operator(), operands(binary, binary.operator()))
                    : comparison(binary.left(), binary.operator(), binary.right());
        }
        if (condition instanceof Expr.Membership membership) {
            Operator operator = membership.negated() ? Operator.UNEQUAL : Operator.EQUAL;
            return joined(
                    membership.negated() ? Operator.AND : Operator.OR,
                    membership.options().stream()
                            .map(option -> comparison(membership.subject(), operator, option))
                            .toList());
        }
        throw new IllegalStateException("not a checked condition: " + condition);
    }

    private List<Clause> operands(Expr.Binary binary, Operator operator) {
        List<Clause> operands = new ArrayList<>();
        for (Expr side : List.of(binary.left(), binary.right())) {
            if (side instanceof Expr.Binary inner && inner.operator() == operator) {
                operands.addAll(operands(inner, operator));
            } else {
                operands.add(clause(side));
            }
        }
        return operands;
    }

    /** Parentheses only where they mean something: the time the compiler's parser takes doubles with each level of them. */
    private static Clause joined(Operator operator, List<Clause> clauses) {
        if (clauses.size() == 1) {
            return clauses.get(0);
        }
        if (clauses.size() > CHAIN_MAX) {
            return joined(operator, groups(operator, clauses));
        }
        return new Clause(
                clauses.stream()
                        .map(clause -> operator == Operator.AND && clause.joinedBy() == Operator.OR
                                ? "(" + clause.text() + ")"
                                : clause.text())
                        .collect(Collectors.joining(" " + operator.symbol() + " ")),
                operator);
    }

    /** The compiler walks down a chain link by link, on the stack: a long one becomes a short one of short ones. */
    private static List<Clause> groups(Operator operator, List<Clause> clauses) {
        List<Clause> groups = new ArrayList<>();
        for (int from = 0; from < clauses.size(); from += CHAIN_MAX) {
            List<Clause> group = clauses.subList(from, Math.min(clauses.size(), from + CHAIN_MAX));
            groups.add(new Clause("(" + joined(operator, group).text() + ")", null));
        }
        return groups;
    }

    private Clause comparison(Expr left, Operator operator, Expr right) {
        String subject = operand(left);
        if (right instanceof Expr.NoData) {
            return new Clause(subject + " " + operator.symbol() + " null", null);
        }
        boolean literal = !(right instanceof Expr.Property) && !(right instanceof Expr.Attribute);
        String object = literal ? literal(kind(left), right) : operand(right);
        boolean exact = kind(left) == Kind.EXACT;
        // BigDecimal.equals also compares the scale: 1.0 and 1.00 differ, so equality is written as two orders
        if (exact && operator == Operator.EQUAL) {
            return new Clause(subject + " >= " + object + " && " + subject + " <= " + object, Operator.AND);
        }
        if (exact && operator == Operator.UNEQUAL) {
            return new Clause(subject + " < " + object + " || " + subject + " > " + object, Operator.OR);
        }
        return new Clause(subject + " " + operator.symbol() + " " + object, null);
    }

    private Kind kind(Expr operand) {
        if (operand instanceof Expr.Attribute attribute) {
            return manifest.attributes().getOrDefault(attribute.key(), Kind.TEXT);
        }
        String name = ((Expr.Property) operand).name();
        Property property = Property.named(name);
        return property == null ? Kind.DATE : property.kind();
    }

    private String operand(Expr expr) {
        if (expr instanceof Expr.Attribute attribute) {
            String accessor = switch (kind(attribute)) {
                case EXACT -> "attributeNumber";
                case DATE -> "attributeDay";
                case FLAG -> "attributeFlag";
                default -> "attributeText";
            };
            return accessor + "(" + JavaText.quoted(attribute.key()) + ")";
        }
        String name = ((Expr.Property) expr).name();
        return name.equals("asOf") ? "asOfDay" : name;
    }

    private static String literal(Kind kind, Expr written) {
        if (written instanceof Expr.Text text) {
            return kind == Kind.DATE
                    ? String.valueOf(LocalDate.parse(text.value()).toEpochDay())
                    : JavaText.quoted(text.value());
        }
        if (written instanceof Expr.Flag flag) {
            return String.valueOf(flag.value());
        }
        BigDecimal number = Constants.of(written);
        if (number == null) {
            throw new IllegalStateException("not a checked literal: " + written);
        }
        return switch (kind) {
            case INTEGER -> String.valueOf(number.intValueExact());
            case EXACT -> JavaText.exact(number);
            default -> JavaText.decimal(number);
        };
    }
}
