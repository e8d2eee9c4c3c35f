package dev.assay.classification.grades;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** How many customers went from which grade to which, and their limits, in minor units. Not thread-safe. */
public final class GradeMigration {

    private final Map<Key, Cell> cells = new HashMap<>();

    /** @param from empty: never graded */
    private record Key(String from, String to) {}

    /** Takes the customers of one pair of grades. */
    public interface Consumer<E extends Exception> {
        void accept(String from, String to, Cell cell) throws E;
    }

    /** The customers with one grade before and one after. */
    public static final class Cell {
        private long customers;
        private long moved;
        private BigInteger limitBefore = BigInteger.ZERO;
        private BigInteger limitAfter = BigInteger.ZERO;

        public long customers() {
            return customers;
        }

        /** Those with another grade, category, limit, term or hold. */
        public long moved() {
            return moved;
        }

        /** The sum of what may be used, unlimited limits left out. */
        public BigInteger limitBefore() {
            return limitBefore;
        }

        public BigInteger limitAfter() {
            return limitAfter;
        }
    }

    /**
     * Counts a customer.
     *
     * @param from grade before, empty if there was none
     * @param moved whether grade, category, limit, term or hold differ
     * @param limitBefore what may be used, 0 if unlimited
     */
    public void add(String from, String to, boolean moved, long limitBefore, long limitAfter) {
        Cell cell = cell(new Key(from, to));
        cell.customers++;
        cell.moved += moved ? 1 : 0;
        cell.limitBefore = cell.limitBefore.add(BigInteger.valueOf(limitBefore));
        cell.limitAfter = cell.limitAfter.add(BigInteger.valueOf(limitAfter));
    }

    public void addAll(GradeMigration others) {
        others.cells.forEach((key, other) -> {
            Cell cell = cell(key);
            cell.customers += other.customers;
            cell.moved += other.moved;
            cell.limitBefore = cell.limitBefore.add(other.limitBefore);
            cell.limitAfter = cell.limitAfter.add(other.limitAfter);
        });
    }

    /** Cells with an empty {@code from} are of customers that were never graded. */
    public <E extends Exception> void forEach(Consumer<E> action) throws E {
        for (Map.Entry<Key, Cell> entry : cells.entrySet()) {
            action.accept(entry.getKey().from(), entry.getKey().to(), entry.getValue());
        }
    }

    private Cell cell(Key key) {
        return cells.computeIfAbsent(key, unused -> new Cell());
    }
}
