package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.Constants;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.syntax.Expr;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What conditions read, by name, and the constants they compare it with. */
final class Operands {
    /** The business date; only {@code @validFrom} and {@code @validTo} read it. */
    static final String AS_OF = "asOf";

    private final Manifest manifest;

    Operands(Manifest manifest) {
        this.manifest = manifest;
    }

    Manifest manifest() {
        return manifest;
    }

    static boolean isOperand(Expr expr) {
        return expr instanceof Expr.Property || expr instanceof Expr.Attribute;
    }

    /** As written in rules. */
    static String name(Expr operand) {
        return operand instanceof Expr.Attribute attribute
                ? "attrs[\"" + attribute.key() + "\"]"
                : ((Expr.Property) operand).name();
    }

    Kind kind(Expr operand) {
        if (operand instanceof Expr.Attribute attribute) {
            return manifest.attributes().getOrDefault(attribute.key(), Kind.TEXT);
        }
        Property property = Property.named(name(operand));
        return property == null ? Kind.DATE : property.kind();
    }

    static boolean nullable(Expr operand) {
        Property property = Property.named(name(operand));
        return operand instanceof Expr.Attribute || property != null && property.nullable();
    }

    /** The constant in the type in which it is compared. */
    static Object constant(Kind kind, Expr written) {
        if (written instanceof Expr.Text text) {
            return kind == Kind.DATE
                    ? (Object) (int) LocalDate.parse(text.value()).toEpochDay()
                    : text.value();
        }
        if (written instanceof Expr.Flag flag) {
            return flag.value();
        }
        BigDecimal number = Constants.of(written);
        if (number == null) {
            throw new IllegalStateException("not a checked literal: " + written);
        }
        return switch (kind) {
            case INTEGER -> number.intValueExact();
            case EXACT -> number;
            default -> decimal(number.doubleValue());
        };
    }

    /** Without the zero that is less than zero. */
    static double decimal(double value) {
        return value + 0.0;
    }

    /** Order of two values of one kind of number or date. */
    static int compare(Object a, Object b) {
        if (a instanceof Integer x && b instanceof Integer y) {
            return x.compareTo(y);
        }
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.compareTo(y);
        }
        throw new IllegalArgumentException("no order between " + a + " and " + b);
    }

    /** Equality as rules have it: 1.0 and 1.00 are the same amount. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a instanceof BigDecimal x && b instanceof BigDecimal y ? x.compareTo(y) == 0 : a.equals(b);
    }
}
