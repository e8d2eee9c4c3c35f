package dev.assay.engine.decision;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules decided about one customer as of a date.
 *
 * @param score 0..100 with one decimal, half up; null if a part of it had no data
 * @param grade one of the ruleset's grades
 * @param provisional the grade stands on too little data to count as a step
 * @param category one of the ruleset's categories
 * @param graceDays days an item may be overdue before orders are held
 * @param hold no new open-account orders
 * @param reviewOn date of the next review
 * @param reasons every rule that shaped the decision, most weight first; unmodifiable, rendered when first read
 */
public record Decision(
        @Nullable BigDecimal score,
        String grade,
        boolean provisional,
        String category,
        CreditLimit creditLimit,
        PaymentTerm paymentTerm,
        int graceDays,
        boolean hold,
        LocalDate reviewOn,
        List<Reason> reasons) {}
