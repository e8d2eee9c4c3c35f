package dev.assay.engine.fact;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something a rule may do to a customer: the method it calls, the phase it belongs to and what it takes.
 *
 * <p>What several rules say about one customer is settled by {@link Settling}, never by the order in which they happen to fire.
 */
public enum Effect {
    /** Adds to the score. */
    POINTS(Phase.SCORE, "points", Settling.ALL, Argument.NUMBER),
    /** A part of the score has no data: there is no score. */
    INCOMPLETE(Phase.SCORE, "incomplete", Settling.ALL),

    GRADE(Phase.GRADE, "grade", Settling.FIRST, Argument.GRADE),
    /** No better than this grade, whatever the score. */
    CAP_GRADE(Phase.GRADE, "capGrade", Settling.LEAST, Argument.GRADE),
    /** This grade for lack of data. */
    PROVISIONAL(Phase.GRADE, "provisional", Settling.FIRST, Argument.GRADE),
    /** At most so many steps above the previous grade. */
    MAX_UPGRADE(Phase.GRADE, "maxUpgrade", Settling.LEAST, Argument.COUNT),

    CATEGORY(Phase.CATEGORY, "category", Settling.FIRST, Argument.CATEGORY),

    TERM(Phase.TERM, "term", Settling.FIRST, Argument.TERM, Argument.OPTIONAL_DAYS),
    GRACE_DAYS(Phase.TERM, "graceDays", Settling.FIRST, Argument.DAYS),
    REVIEW_MONTHS(Phase.TERM, "reviewMonths", Settling.FIRST, Argument.COUNT),

    /** Share of the sales of one payment term. */
    LIMIT_FACTOR(Phase.LIMIT, "limitFactor", Settling.FIRST, Argument.EXACT),
    LIMIT_CEILING(Phase.LIMIT, "limitCeiling", Settling.FIRST, Argument.EXACT),
    /** The computed limit is floored to a multiple of this. */
    LIMIT_STEP(Phase.LIMIT, "limitStep", Settling.FIRST, Argument.EXACT),
    /** How many days of term make one month of sales. */
    LIMIT_MONTH_DAYS(Phase.LIMIT, "limitMonthDays", Settling.FIRST, Argument.DAYS),
    NO_LIMIT(Phase.LIMIT, "noLimit", Settling.ALL),
    UNLIMITED(Phase.LIMIT, "unlimited", Settling.ALL),
    /** Added to the floored limit. */
    LIMIT_ADD(Phase.LIMIT, "limitAdd", Settling.ALL, Argument.EXACT),
    /** A larger rise over the limit granted before, as a share of it, waits for another person. */
    APPROVAL_ABOVE_RISE(Phase.LIMIT, "approvalAboveRise", Settling.LEAST, Argument.EXACT),

    HOLD(Phase.HOLD, "hold", Settling.ALL),

    /** The order must wait for a person. */
    HOLD_ORDER(Phase.CHECK, "holdOrder", Settling.ALL),
    /** The order may go, but somebody should look. */
    WARN_ORDER(Phase.CHECK, "warnOrder", Settling.ALL);

    /** How the calls of several rules on one customer become one result. */
    public enum Settling {
        /** The rule that is tried first: higher salience, then earlier in the files. */
        FIRST,
        /** The strictest. */
        LEAST,
        /** Every one counts. */
        ALL
    }

    /** What an effect takes. */
    public enum Argument {
        /** A number, computed in double precision. */
        NUMBER,
        /** A decimal, computed exactly. */
        EXACT,
        /** A whole number from 0, constant. */
        COUNT,
        /** Whole days from 0, constant. */
        DAYS,
        /** As DAYS, may be left out. */
        OPTIONAL_DAYS,
        GRADE,
        CATEGORY,
        TERM
    }

    private static final Map<String, Effect> BY_METHOD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Effect::method, Function.identity()));

    private final Phase phase;
    private final String method;
    private final Settling settling;
    private final List<Argument> arguments;

    Effect(Phase phase, String method, Settling settling, Argument... arguments) {
        this.phase = phase;
        this.method = method;
        this.settling = settling;
        this.arguments = List.of(arguments);
    }

    public Phase phase() {
        return phase;
    }

    /** The name rules call it by. */
    public String method() {
        return method;
    }

    public Settling settling() {
        return settling;
    }

    public List<Argument> arguments() {
        return arguments;
    }

    public static @Nullable Effect byMethod(String method) {
        return BY_METHOD.get(method);
    }
}
