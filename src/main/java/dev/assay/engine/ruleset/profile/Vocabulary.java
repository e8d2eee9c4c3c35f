package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words and literals a ruleset may use: its grades and categories, payment terms, dates, numbers. */
final class Vocabulary {
    /** Four digits for the year: as days, any such date is an int. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final Manifest manifest;
    private final Problems problems;

    Vocabulary(Manifest manifest, Problems problems) {
        this.manifest = manifest;
        this.problems = problems;
    }

    boolean isGrade(String text, Span at, String rule) {
        return isKnown(manifest.grades(), text, Fault.UNKNOWN_GRADE, at, rule);
    }

    boolean isCategory(String text, Span at, String rule) {
        return isKnown(manifest.categories(), text, Fault.UNKNOWN_CATEGORY, at, rule);
    }

    boolean isTerm(String text, Span at, String rule) {
        List<String> terms =
                Arrays.stream(PaymentTerm.Type.values()).map(Enum::name).toList();
        return isKnown(terms, text, Fault.UNKNOWN_TERM, at, rule);
    }

    /** Whether a text property can ever have this value; if not, that is reported. */
    boolean known(Property property, String text, Span at, String rule) {
        return switch (property.name()) {
            case "grade", "previousGrade" -> isGrade(text, at, rule);
            case "category" -> isCategory(text, at, rule);
            case "term", "requestedTerm" -> isTerm(text, at, rule);
            default -> true;
        };
    }

    /** The literal as a value of the kind: Integer, Double, BigDecimal, String, Boolean, LocalDate; null if it is none. */
    @Nullable
    Object constant(Kind kind, Expr written) {
        BigDecimal number = Constants.of(written);
        return switch (kind) {
            case INTEGER -> number == null ? null : whole(number);
            case DECIMAL -> number == null ? null : (Object) number.doubleValue();
            case EXACT -> number;
            case TEXT -> written instanceof Expr.Text text ? text.value() : null;
            case FLAG -> written instanceof Expr.Flag flag ? (Object) flag.value() : null;
            case DATE -> written instanceof Expr.Text text ? date(text.value()) : null;
            case TEXTS, NO_DATA -> null;
        };
    }

    /** What a literal is; null if it is no literal. */
    @Nullable
    Kind kindOf(Expr written) {
        BigDecimal number = Constants.of(written);
        if (number != null) {
            return whole(number) == null ? Kind.DECIMAL : Kind.INTEGER;
        }
        if (written instanceof Expr.Text) {
            return Kind.TEXT;
        }
        if (written instanceof Expr.NoData) {
            return Kind.NO_DATA;
        }
        return written instanceof Expr.Flag ? Kind.FLAG : null;
    }

    static @Nullable Integer whole(BigDecimal number) {
        boolean fits = number.stripTrailingZeros().scale() <= 0
                && number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
        return fits ? (Integer) number.intValue() : null;
    }

    static @Nullable LocalDate date(String text) {
        if (!DATE.matcher(text).matches()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private boolean isKnown(List<String> known, String text, Fault fault, Span at, String rule) {
        if (known.contains(text)) {
            return true;
        }
        problems.error(at, rule, fault, text, ClosestName.hint(text, known));
        return false;
    }
}
