package dev.assay.engine.ruleset.run;

import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Expr.Operator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.stream.Collectors;

/** Writes checked conditions in the form Drools compiles, every literal in the type of the property it is compared with. */
final class ConditionWriter {
    private final Manifest manifest;

    ConditionWriter(Manifest manifest) {
        this.manifest = manifest;
    }

    String write(Expr condition) {
        if (condition instanceof Expr.Binary binary) {
            return switch (binary.operator()) {
                case AND, OR ->
                    "(" + write(binary.left()) + " " + binary.operator().symbol() + " " + write(binary.right()) + ")";
                default -> comparison(binary.left(), binary.operator(), binary.right());
            };
        }
        if (condition instanceof Expr.Membership membership) {
            Operator operator = membership.negated() ? Operator.UNEQUAL : Operator.EQUAL;
            return membership.options().stream()
                    .map(option -> comparison(membership.subject(), operator, option))
                    .collect(Collectors.joining(membership.negated() ? " && " : " || ", "(", ")"));
        }
        throw new IllegalStateException("not a checked condition: " + condition);
    }

    private String comparison(Expr left, Operator operator, Expr right) {
        String subject = operand(left);
        if (right instanceof Expr.NoData) {
            return subject + " " + operator.symbol() + " null";
        }
        boolean literal = !(right instanceof Expr.Property) && !(right instanceof Expr.Attribute);
        String object = literal ? literal(kind(left), right) : operand(right);
        boolean exact = kind(left) == Kind.EXACT;
        // BigDecimal.equals also compares the scale: 1.0 and 1.00 differ, so equality is written as two orders
        if (exact && operator == Operator.EQUAL) {
            return "(" + subject + " >= " + object + " && " + subject + " <= " + object + ")";
        }
        if (exact && operator == Operator.UNEQUAL) {
            return "(" + subject + " < " + object + " || " + subject + " > " + object + ")";
        }
        return subject + " " + operator.symbol() + " " + object;
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
