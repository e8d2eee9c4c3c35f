package dev.assay.engine.ruleset.run;

import dev.assay.engine.fact.Effect.Argument;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes checked consequences as Java: points in double precision, amounts exactly. The rule's ordinal goes first. */
final class ConsequenceWriter {
    private ConsequenceWriter() {}

    static String write(CheckedRule rule) {
        StringBuilder java = new StringBuilder("$c.fired(" + rule.ordinal() + ");");
        for (CheckedRule.Call call : rule.effects()) {
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < call.arguments().size(); i++) {
                arguments.add(argument(
                        call.effect().arguments().get(i), call.arguments().get(i)));
            }
            java.append(" $c.")
                    .append(call.effect().method())
                    .append('(')
                    .append(String.join(", ", arguments))
                    .append(");");
        }
        return java.toString();
    }

    private static String argument(Argument kind, Expr expr) {
        return switch (kind) {
            case NUMBER -> decimal(expr);
            case EXACT -> exact(expr);
            case COUNT, DAYS, OPTIONAL_DAYS -> String.valueOf(number(expr).intValueExact());
            case GRADE, CATEGORY, TERM -> JavaText.quoted(((Expr.Text) expr).value());
        };
    }

    private static BigDecimal number(Expr expr) {
        BigDecimal number = Constants.of(expr);
        if (number == null) {
            throw new IllegalStateException("not a checked constant: " + expr);
        }
        return number;
    }

    private static String decimal(Expr expr) {
        BigDecimal constant = Constants.of(expr);
        if (constant != null) {
            return JavaText.decimal(constant);
        }
        if (expr instanceof Expr.Binary binary) {
            return "(" + decimal(binary.left()) + " " + binary.operator().symbol() + " " + decimal(binary.right())
                    + ")";
        }
        if (expr instanceof Expr.Negative negative) {
            return "(-" + decimal(negative.operand()) + ")";
        }
        if (expr instanceof Expr.Call call) {
            return call.function()
                    + "("
                    + String.join(
                            ", ",
                            call.arguments().stream()
                                    .map(ConsequenceWriter::decimal)
                                    .toList())
                    + ")";
        }
        return read(expr) + ".doubleValue()";
    }

    private static String exact(Expr expr) {
        BigDecimal constant = Constants.of(expr);
        if (constant != null) {
            return JavaText.exact(constant);
        }
        if (expr instanceof Expr.Binary binary) {
            String method = switch (binary.operator()) {
                case PLUS -> "plus";
                case MINUS -> "minus";
                case TIMES -> "times";
                default -> "quotient";
            };
            return "Exact." + method + "(" + exact(binary.left()) + ", " + exact(binary.right()) + ")";
        }
        if (expr instanceof Expr.Negative negative) {
            return "Exact.minus(Exact.of(0L, 0), " + exact(negative.operand()) + ")";
        }
        if (expr instanceof Expr.Call call) {
            return exactCall(call);
        }
        boolean exact =
                expr instanceof Expr.Attribute || expr instanceof Expr.Property named && kind(named) == Kind.EXACT;
        return exact ? read(expr) : "Exact.of(" + read(expr) + ".doubleValue())";
    }

    private static String exactCall(Expr.Call call) {
        String first = exact(call.arguments().get(0));
        if (call.function().equals("Math.abs")) {
            return "Exact.max(" + first + ", Exact.minus(Exact.of(0L, 0), " + first + "))";
        }
        String method = call.function().substring("Math.".length());
        return "Exact." + method + "(" + first + ", " + exact(call.arguments().get(1)) + ")";
    }

    private static String read(Expr expr) {
        if (expr instanceof Expr.Attribute attribute) {
            return "$c.attributeNumber(" + JavaText.quoted(attribute.key()) + ")";
        }
        Property property = Property.named(((Expr.Property) expr).name());
        if (property == null) {
            throw new IllegalStateException("not a checked property: " + expr);
        }
        // creditPeriodDays and graceDays are primitive
        return property.kind() == Kind.INTEGER && !property.nullable()
                ? "Integer.valueOf($c." + property.getter() + "())"
                : "$c." + property.getter() + "()";
    }

    private static Kind kind(Expr.Property named) {
        Property property = Property.named(named.name());
        return property == null ? Kind.TEXT : property.kind();
    }
}
