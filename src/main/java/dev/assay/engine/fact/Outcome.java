package dev.assay.engine.fact;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the closed phases decided about a customer; rules of later phases read it.
 *
 * @param score null if a part of it had no data
 * @param grade empty before the grade phase is closed; so are category and term
 * @param creditPeriodDays 0 unless the term is OPEN_ACCOUNT
 */
public record Outcome(
        @Nullable BigDecimal score,
        String grade,
        boolean provisional,
        String category,
        String term,
        int creditPeriodDays,
        int graceDays) {

    static final Outcome NOTHING = new Outcome(null, "", false, "", "", 0, 0);

    public Outcome withScore(@Nullable BigDecimal score) {
        return new Outcome(score, grade, provisional, category, term, creditPeriodDays, graceDays);
    }

    public Outcome withGrade(String grade, boolean provisional) {
        return new Outcome(score, grade, provisional, category, term, creditPeriodDays, graceDays);
    }

    public Outcome withCategory(String category) {
        return new Outcome(score, grade, provisional, category, term, creditPeriodDays, graceDays);
    }

    public Outcome withTerm(String term, int creditPeriodDays, int graceDays) {
        return new Outcome(score, grade, provisional, category, term, creditPeriodDays, graceDays);
    }
}
