package dev.assay.engine.ruleset.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cuts a line of numbers at the constants rules compare it with: each constant is a cell, and so is what lies between two. */
final class NumberCells {
    private static final int SCALE_MAX = 20;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private NumberCells() {}

    /** Whole numbers or days within the ends, both included. */
    static List<Cell> whole(TreeSet<Object> constants, int first, int last, Predicate<Integer> ordinary) {
        List<Cell> cells = new ArrayList<>();
        long from = first;
        for (Object constant : constants) {
            long at = (Integer) constant;
            if (at < first || at > last) {
                continue;
            }
            addWhole(cells, from, at - 1, ordinary);
            addWhole(cells, at, at, ordinary);
            from = at + 1;
        }
        addWhole(cells, from, last, ordinary);
        return cells;
    }

    private static void addWhole(List<Cell> cells, long from, long to, Predicate<Integer> ordinary) {
        if (from <= to) {
            long sample = from > Integer.MIN_VALUE ? from : to < Integer.MAX_VALUE ? to : 0;
            cells.add(new Cell((int) sample, ordinary.test((int) sample), from == to));
        }
    }

    /** Decimals in double precision. */
    static List<Cell> decimal(NavigableSet<Object> constants, double first, double last) {
        NavigableSet<Object> within = new TreeSet<>(constants);
        within.removeIf(constant -> (Double) constant < first || (Double) constant > last);
        addEnds(within, first, last, end -> end);
        List<Cell> cells = new ArrayList<>();
        Double below = null;
        for (Object constant : within) {
            Double at = (Double) constant;
            if (below != null || Double.isInfinite(first)) {
                addDecimal(cells, below, at);
            }
            cells.add(new Cell(at, true, true));
            below = at;
        }
        if (Double.isInfinite(last)) {
            addDecimal(cells, below, null);
        }
        return cells;
    }

    private static void addDecimal(List<Cell> cells, @Nullable Double above, @Nullable Double below) {
        BigDecimal from = above == null ? null : BigDecimal.valueOf(above);
        BigDecimal to = below == null ? null : BigDecimal.valueOf(below);
        for (int scale = 0; scale <= SCALE_MAX; scale++) {
            BigDecimal shortest = between(from, to, scale);
            double sample = shortest == null ? Double.NaN : Operands.decimal(shortest.doubleValue());
            if ((above == null || sample > above) && (below == null || sample < below)) {
                cells.add(new Cell(sample, true, false));
                return;
            }
        }
        double next = above == null ? Double.NEGATIVE_INFINITY : Math.nextUp(above);
        if (below != null && next < below && !Double.isInfinite(next)) {
            cells.add(new Cell(next, true, false));
        }
    }

    /**
     * Exact decimals.
     *
     * @param scale decimals of an ordinary value; negative if any number of them is ordinary
     * @param stepped there are no other values than ordinary ones
     */
    static List<Cell> exact(NavigableSet<Object> constants, double first, double last, int scale, boolean stepped) {
        NavigableSet<Object> within = new TreeSet<>(constants);
        within.removeIf(constant ->
                ((BigDecimal) constant).doubleValue() < first || ((BigDecimal) constant).doubleValue() > last);
        addEnds(within, first, last, BigDecimal::valueOf);
        List<Cell> cells = new ArrayList<>();
        BigDecimal below = null;
        for (Object constant : within) {
            BigDecimal at = (BigDecimal) constant;
            if (below != null || Double.isInfinite(first)) {
                addExact(cells, below, at, scale, stepped);
            }
            boolean ordinary = scale < 0 || at.stripTrailingZeros().scale() <= scale;
            if (ordinary || !stepped) {
                cells.add(new Cell(plain(at), ordinary, true));
            }
            below = at;
        }
        if (Double.isInfinite(last)) {
            addExact(cells, below, null, scale, stepped);
        }
        return cells;
    }

    private static void addExact(
            List<Cell> cells, @Nullable BigDecimal above, @Nullable BigDecimal below, int scale, boolean stepped) {
        BigDecimal sample = null;
        int decimals = 0;
        while (sample == null && decimals <= SCALE_MAX) {
            sample = between(above, below, decimals++);
        }
        if (sample == null && above != null && below != null) {
            sample = above.add(below).multiply(HALF);
        } else if (sample == null) {
            throw new IllegalStateException("there is always a whole number beyond one end");
        }
        boolean ordinary = scale < 0 || decimals - 1 <= scale;
        if (ordinary || !stepped) {
            cells.add(new Cell(plain(sample), ordinary, false));
        }
    }

    private static <T> void addEnds(
            NavigableSet<Object> constants, double first, double last, java.util.function.DoubleFunction<T> of) {
        if (!Double.isInfinite(first)) {
            constants.add(of.apply(first));
        }
        if (!Double.isInfinite(last)) {
            constants.add(of.apply(last));
        }
    }

    /** The number of so many decimals next above, or next below if nothing bounds it from there; null if there is none between. */
    private static @Nullable BigDecimal between(@Nullable BigDecimal above, @Nullable BigDecimal below, int scale) {
        BigDecimal step = BigDecimal.ONE.movePointLeft(scale);
        if (above == null) {
            return below == null
                    ? BigDecimal.ZERO
                    : below.setScale(scale, RoundingMode.CEILING).subtract(step);
        }
        BigDecimal next = above.setScale(scale, RoundingMode.FLOOR).add(step);
        return below == null || next.compareTo(below) < 0 ? next : null;
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(number.stripTrailingZeros().toPlainString());
    }
}
