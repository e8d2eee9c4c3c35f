package dev.assay.engine.ruleset.analysis;

import java.util.Arrays;

/** Some of the cells of an axis, as ascending ranges that don't touch. Immutable. */
final class Cells {
    static final Cells NONE = new Cells(new int[0]);

    /** First cell and the one after the last, range by range. */
    private final int[] bounds;

    private Cells(int[] bounds) {
        this.bounds = bounds;
    }

    /** From the first cell up to {@code end}, exclusive. */
    static Cells range(int from, int end) {
        return from >= end ? NONE : new Cells(new int[] {from, end});
    }

    static Cells one(int cell) {
        return range(cell, cell + 1);
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    int ranges() {
        return bounds.length / 2;
    }

    int from(int range) {
        return bounds[2 * range];
    }

    int end(int range) {
        return bounds[2 * range + 1];
    }

    boolean contains(int cell) {
        int at = Arrays.binarySearch(bounds, cell);
        return at >= 0 ? at % 2 == 0 : (-at - 1) % 2 == 1;
    }

    Cells and(Cells other) {
        int[] both = new int[bounds.length + other.bounds.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length && theirs < other.bounds.length) {
            int from = Math.max(bounds[mine], other.bounds[theirs]);
            int end = Math.min(bounds[mine + 1], other.bounds[theirs + 1]);
            if (from < end) {
                both[length++] = from;
                both[length++] = end;
            }
            if (bounds[mine + 1] < other.bounds[theirs + 1]) {
                mine += 2;
            } else {
                theirs += 2;
            }
        }
        return length == 0 ? NONE : new Cells(Arrays.copyOf(both, length));
    }

    Cells or(Cells other) {
        int[] joined = new int[bounds.length + other.bounds.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length || theirs < other.bounds.length) {
            boolean takeMine =
                    theirs >= other.bounds.length || mine < bounds.length && bounds[mine] <= other.bounds[theirs];
            int from = takeMine ? bounds[mine] : other.bounds[theirs];
            int end = takeMine ? bounds[mine + 1] : other.bounds[theirs + 1];
            if (takeMine) {
                mine += 2;
            } else {
                theirs += 2;
            }
            if (length > 0 && from <= joined[length - 1]) {
                joined[length - 1] = Math.max(joined[length - 1], end);
            } else {
                joined[length++] = from;
                joined[length++] = end;
            }
        }
        return new Cells(Arrays.copyOf(joined, length));
    }

    /** Those that aren't among the others. */
    Cells without(Cells others) {
        Cells left = NONE;
        int from = 0;
        for (int range = 0; range < others.ranges(); range++) {
            left = left.or(range(from, others.from(range)));
            from = others.end(range);
        }
        return and(left.or(range(from, Integer.MAX_VALUE)));
    }

    boolean meets(Cells other) {
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length && theirs < other.bounds.length) {
            if (Math.max(bounds[mine], other.bounds[theirs]) < Math.min(bounds[mine + 1], other.bounds[theirs + 1])) {
                return true;
            }
            if (bounds[mine + 1] < other.bounds[theirs + 1]) {
                mine += 2;
            } else {
                theirs += 2;
            }
        }
        return false;
    }

    boolean isWithin(Cells other) {
        return and(other).equals(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells cells && Arrays.equals(bounds, cells.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
