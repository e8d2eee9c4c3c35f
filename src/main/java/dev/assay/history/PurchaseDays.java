package dev.assay.history;

import java.time.LocalDate;
import java.util.BitSet;

/** The days of the window on which a customer bought, numbered from its first day. */
final class PurchaseDays {

    static final int WINDOW_DAYS = 365;

    private static final int MONTHS_A_YEAR = 12;

    private final int[] monthOf = new int[WINDOW_DAYS];

    /** @param asOf last day of the window */
    PurchaseDays(LocalDate asOf) {
        LocalDate firstDay = asOf.minusDays(WINDOW_DAYS - 1L);
        for (int day = 0; day < WINDOW_DAYS; day++) {
            LocalDate date = firstDay.plusDays(day);
            monthOf[day] = (date.getYear() - firstDay.getYear()) * MONTHS_A_YEAR + date.getMonthValue();
        }
    }

    /** How many distinct days there are. */
    int days(long[] days) {
        BitSet distinct = new BitSet(WINDOW_DAYS);
        for (long day : days) {
            distinct.set((int) day);
        }
        return distinct.cardinality();
    }

    /** In how many distinct calendar months they lie; a window of 365 days touches up to 13. */
    int months(long[] days) {
        BitSet distinct = new BitSet();
        for (long day : days) {
            distinct.set(monthOf[(int) day]);
        }
        return distinct.cardinality();
    }
}
