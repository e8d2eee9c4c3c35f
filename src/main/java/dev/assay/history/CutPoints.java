package dev.assay.history;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the fifths and the value classes of a ledger end, as of one date: what makes a single customer comparable with all others.
 *
 * <p>Each list holds the worst value that still scores 5, 4, 3 and 2, and is empty if no customer had an invoice then. Ties share
 * the better score. Formulas: docs/domain.md section 3.
 *
 * @param id what a decision names to say which cut-points it read
 * @param recencyDaysMax days since the last purchase, at most
 * @param frequencyMin distinct purchase days in the window, at least
 * @param monetaryMin net revenue of the window, at least
 * @param lastA the last customer of class A, null if nobody had positive revenue
 * @param lastB the last customer within 95 % of the revenue; the last A if class B is empty
 */
public record CutPoints(
        long id,
        LocalDate asOf,
        Instant knownAt,
        List<Integer> recencyDaysMax,
        List<Integer> frequencyMin,
        List<BigDecimal> monetaryMin,
        @Nullable Boundary lastA,
        @Nullable Boundary lastB) {

    private static final int SCORE_MAX = 5;

    /** The last customer of a value class: by net revenue descending, then by code. */
    public record Boundary(BigDecimal netRevenue, String customerCode) {

        private boolean reaches(BigDecimal revenue, String code) {
            int order = revenue.compareTo(netRevenue);
            return order > 0 || (order == 0 && compareByBytes(code, customerCode) <= 0);
        }
    }

    public CutPoints {
        recencyDaysMax = List.copyOf(recencyDaysMax);
        frequencyMin = List.copyOf(frequencyMin);
        monetaryMin = List.copyOf(monetaryMin);
    }

    /** 1..5, 5 is the most recent fifth; null if there is nobody to compare with. */
    public @Nullable Integer rfmRecency(int recencyDays) {
        return score(recencyDaysMax, max -> recencyDays <= max);
    }

    /** 1..5, 5 is the most frequent fifth; null if there is nobody to compare with. */
    public @Nullable Integer rfmFrequency(int frequency) {
        return score(frequencyMin, min -> frequency >= min);
    }

    /** 1..5, 5 is the fifth that buys most; null if there is nobody to compare with. */
    public @Nullable Integer rfmMonetary(BigDecimal monetary) {
        return score(monetaryMin, min -> monetary.compareTo(min) >= 0);
    }

    /** A, B or C; without positive revenue always C. */
    public String valueClass(BigDecimal netRevenue, String customerCode) {
        if (netRevenue.signum() <= 0) {
            return "C";
        }
        if (lastA != null && lastA.reaches(netRevenue, customerCode)) {
            return "A";
        }
        return lastB != null && lastB.reaches(netRevenue, customerCode) ? "B" : "C";
    }

    private static <T> @Nullable Integer score(List<T> cuts, Predicate<T> reached) {
        if (cuts.isEmpty()) {
            return null;
        }
        for (int i = 0; i < cuts.size(); i++) {
            if (reached.test(cuts.get(i))) {
                return SCORE_MAX - i;
            }
        }
        return SCORE_MAX - cuts.size();
    }

    /** The order of {@code collate "C"}, in which the boundaries were found. */
    private static int compareByBytes(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
