package dev.assay.history;

import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A customer's open items that are overdue or disputed, in minor units.
 *
 * @param days days overdue, -1 for a disputed item whatever its age
 * @param open what is open of it
 */
record OpenItems(long[] days, long[] open) {

    static OpenItems of(RawHistory raw) {
        return new OpenItems(raw.list(RawColumn.ITEM_DAYS), raw.list(RawColumn.ITEM_OPEN));
    }

    long disputed() {
        return sum(Integer.MIN_VALUE, -1);
    }

    /** Undisputed, at least one day overdue. */
    long overdue() {
        return sum(1, Integer.MAX_VALUE);
    }

    long all() {
        return sum(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Undisputed, overdue by this many days. */
    long overdue(int daysMin, int daysMax) {
        return sum(daysMin, daysMax);
    }

    /** Age of the oldest overdue item of more than the ledger's materiality, 0 if there is none. */
    int oldestMaterialDays(Ledger ledger, long openBalance) {
        long immaterial = immaterial(ledger, openBalance);
        int oldest = 0;
        for (int i = 0; i < days.length; i++) {
            if (open[i] > immaterial) {
                oldest = Math.max(oldest, (int) days[i]);
            }
        }
        return oldest;
    }

    /** The most an item may be without counting: max(amount, ratio × open balance), cut to whole minor units. */
    private static long immaterial(Ledger ledger, long openBalance) {
        BigDecimal amount = ledger.materialityAmount().movePointRight(ledger.baseScale());
        BigDecimal share = ledger.materialityRatio().multiply(BigDecimal.valueOf(openBalance));
        return amount.max(share).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private long sum(int daysMin, int daysMax) {
        long sum = 0;
        for (int i = 0; i < days.length; i++) {
            long age = days[i];
            if (age >= daysMin && age <= daysMax) {
                sum = Math.addExact(sum, open[i]);
            }
        }
        return sum;
    }
}
