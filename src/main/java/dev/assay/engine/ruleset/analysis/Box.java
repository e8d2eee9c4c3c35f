package dev.assay.engine.ruleset.analysis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Customers that lie in certain cells of each axis. Immutable.
 *
 * @param cells by axis; null where every cell will do
 * @param certain all of these customers are meant; if not, at most these
 */
record Box(@Nullable Cells[] cells, boolean certain) {

    static Box everything(int axes, boolean certain) {
        return new Box(new Cells[axes], certain);
    }

    @Nullable
    Cells at(int axis) {
        return cells[axis];
    }

    Box with(int axis, @Nullable Cells allowed) {
        @Nullable Cells[] copy = cells.clone();
        copy[axis] = allowed;
        return new Box(copy, certain);
    }

    /** What lies in both; null if nothing does. */
    @Nullable
    Box and(Box other) {
        @Nullable Cells[] both = cells.clone();
        for (int i = 0; i < both.length; i++) {
            Cells mine = both[i];
            Cells theirs = other.cells[i];
            Cells joined = mine == null ? theirs : theirs == null ? mine : mine.and(theirs);
            if (joined != null && joined.isEmpty()) {
                return null;
            }
            both[i] = joined;
        }
        return new Box(both, certain && other.certain);
    }

    boolean meets(Box other) {
        for (int i = 0; i < cells.length; i++) {
            Cells mine = cells[i];
            Cells theirs = other.cells[i];
            if (mine != null && theirs != null && !mine.meets(theirs)) {
                return false;
            }
        }
        return true;
    }

    boolean isWithin(Box other) {
        for (int i = 0; i < cells.length; i++) {
            Cells mine = cells[i];
            Cells theirs = other.cells[i];
            if (theirs != null && (mine == null || !mine.isWithin(theirs))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Box box && certain == box.certain && Arrays.equals(cells, box.cells);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
        return Arrays.toString(cells) + (certain ? "" : "?");
    }
}
