package dev.assay.engine.ruleset.syntax;

import java.util.List;

/**
 * The cells of a decision table file. A merged cell has its text first and repeats it nowhere: its other cells are blank.
 *
 * @param name of the sheet
 * @param rows may differ in length
 */
record Grid(String name, List<List<SourceText>> rows) {

    static final int ROWS_MAX = 5_000;
    static final int COLUMNS_MAX = 100;

    /** A1, B1, … AA1. */
    static String address(int row, int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString() + row;
    }
}
