package dev.assay.history;

import dev.assay.engine.fact.Metric;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all customers of a ledger that its cut-points are found in, 24 bytes for each; amounts in minor units. Formulas:
 * docs/domain.md section 3. Not thread-safe.
 *
 * <p>A customer's rank is one more than the number of better ones, so ties share the better score; score {@code s} of {@code n}
 * customers ends at rank {@code ceil(n × (6 - s) / 5)}. Only who ever bought takes part.
 */
final class CutPointFigures {

    /** What they are computed of. */
    static final Set<RawColumn> COLUMNS =
            RawColumn.of(Set.of(Metric.RFM_RECENCY, Metric.RFM_FREQUENCY, Metric.RFM_MONETARY, Metric.VALUE_CLASS));

    private static final int FIFTHS = 5;
    private static final int CUTS = FIFTHS - 1;
    private static final BigInteger CLASS_A = BigInteger.valueOf(80);
    private static final BigInteger CLASS_B = BigInteger.valueOf(95);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    /** Customers by the value they have. */
    private final NavigableMap<Integer, Long> recencyDays = new TreeMap<>();

    private final NavigableMap<Integer, Long> frequency = new TreeMap<>();
    private final Longs revenue = new Longs();
    /** Positive net revenue of all time, and whose it is. */
    private final Longs netEver = new Longs();

    private final Longs customers = new Longs();

    /**
     * The end of a value class.
     *
     * @param netRevenue of its last customer
     * @param customers who have exactly that
     * @param place how many of these, by code, are in the class
     */
    record Boundary(long netRevenue, List<Long> customers, int place) {}

    void add(RawHistory raw, PurchaseDays purchaseDays) {
        Long days = raw.orNull(RawColumn.LAST_PURCHASE);
        if (days != null) {
            recencyDays.merge(days.intValue(), 1L, Long::sum);
            frequency.merge(purchaseDays.days(raw.list(RawColumn.PURCHASE_DAYS)), 1L, Long::sum);
            revenue.add(raw.get(RawColumn.INVOICED) - raw.get(RawColumn.CREDITED));
        }
        long net = raw.get(RawColumn.NET_EVER);
        if (net > 0) {
            netEver.add(net);
            customers.add(raw.customerId());
        }
    }

    void addAll(CutPointFigures others) {
        others.recencyDays.forEach((days, count) -> recencyDays.merge(days, count, Long::sum));
        others.frequency.forEach((days, count) -> frequency.merge(days, count, Long::sum));
        revenue.addAll(others.revenue);
        netEver.addAll(others.netEver);
        customers.addAll(others.customers);
    }

    /** The most days since the last purchase that score 5, 4, 3 and 2; empty without customers who bought. */
    List<Integer> recencyDaysMax() {
        return cuts(recencyDays);
    }

    /** The fewest purchase days that score 5, 4, 3 and 2. */
    List<Integer> frequencyMin() {
        return cuts(frequency.descendingMap());
    }

    /** The least net revenue that scores 5, 4, 3 and 2. */
    List<Long> monetaryMin() {
        long[] sorted = revenue.sorted();
        List<Long> cuts = new ArrayList<>();
        for (int i = 1; i <= CUTS && sorted.length > 0; i++) {
            cuts.add(sorted[(int) (sorted.length - rank(i))]);
        }
        return cuts;
    }

    private List<Integer> cuts(Map<Integer, Long> bestFirst) {
        List<Integer> cuts = new ArrayList<>();
        long reached = 0;
        for (Map.Entry<Integer, Long> entry : bestFirst.entrySet()) {
            reached += entry.getValue();
            while (cuts.size() < CUTS && reached >= rank(cuts.size() + 1)) {
                cuts.add(entry.getKey());
            }
        }
        return cuts;
    }

    private long rank(int fifths) {
        return ((long) revenue.size * fifths + FIFTHS - 1) / FIFTHS;
    }

    /** Where class A ends; null if nobody had positive revenue. */
    @Nullable
    Boundary lastA() {
        return boundary(CLASS_A);
    }

    /** Where class B ends. */
    @Nullable
    Boundary lastB() {
        return boundary(CLASS_B);
    }

    /** The last of those who together have at most so much of the revenue, or the first of all. */
    private @Nullable Boundary boundary(BigInteger percent) {
        long[] sorted = netEver.sorted();
        if (sorted.length == 0) {
            return null;
        }
        BigInteger total = BigInteger.ZERO;
        for (long value : sorted) {
            total = total.add(BigInteger.valueOf(value));
        }
        BigInteger limit = total.multiply(percent).divide(HUNDRED);
        int last = sorted.length;
        BigInteger cumulated = BigInteger.ZERO;
        while (last > 0) {
            cumulated = cumulated.add(BigInteger.valueOf(sorted[last - 1]));
            if (cumulated.compareTo(limit) > 0) {
                break;
            }
            last--;
        }
        last = Math.min(last, sorted.length - 1);
        long value = sorted[last];
        int place = 1;
        while (last + place < sorted.length && sorted[last + place] == value) {
            place++;
        }
        return new Boundary(value, customersWith(value), place);
    }

    private List<Long> customersWith(long value) {
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < netEver.size; i++) {
            if (netEver.values[i] == value) {
                found.add(customers.values[i]);
            }
        }
        return found;
    }

    private static final class Longs {
        private static final int FIRST_CAPACITY = 1_024;

        private long[] values = new long[FIRST_CAPACITY];
        private int size;

        void add(long value) {
            room(1);
            values[size++] = value;
        }

        void addAll(Longs others) {
            room(others.size);
            System.arraycopy(others.values, 0, values, size, others.size);
            size += others.size;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }

        private void room(int more) {
            if (size + more > values.length) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, size + more));
            }
        }
    }
}
