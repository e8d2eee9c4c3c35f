package dev.assay.engine.ruleset.syntax;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text that knows where each of its characters stands: a whole file, or the content of one cell of a decision table. */
public final class SourceText {
    private final String file;
    private final String text;
    private final int[] lines;
    private final int[] columns;
    private final @Nullable String cell;

    private SourceText(String file, String text, int[] lines, int[] columns, @Nullable String cell) {
        this.file = file;
        this.text = text;
        this.lines = lines;
        this.columns = columns;
        this.cell = cell;
    }

    /** A file; its lines end in {@code \n}, {@code \r\n} or {@code \r}. */
    public static SourceText ofFile(String file, String text) {
        int[] lines = new int[text.length() + 1];
        int[] columns = new int[text.length() + 1];
        int line = 1;
        int column = 1;
        for (int i = 0; i <= text.length(); i++) {
            lines[i] = line;
            columns[i] = column++;
            boolean ends = i < text.length()
                    && (text.charAt(i) == '\n'
                            || text.charAt(i) == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                line++;
                column = 1;
            }
        }
        return new SourceText(file, text, lines, columns, null);
    }

    /** A cell whose characters stand anywhere in {@code whole}: {@code offsets} has one entry a character and one for the end. */
    static SourceText ofCell(SourceText whole, String text, int[] offsets, String cell) {
        int[] lines = Arrays.stream(offsets).map(offset -> whole.lines[offset]).toArray();
        int[] columns =
                Arrays.stream(offsets).map(offset -> whole.columns[offset]).toArray();
        return new SourceText(whole.file, text, lines, columns, cell);
    }

    /** A cell of a spreadsheet: every character stands in its row and column. */
    static SourceText ofSpreadsheetCell(String file, String text, int row, int column, String cell) {
        int[] lines = new int[text.length() + 1];
        int[] columns = new int[text.length() + 1];
        Arrays.fill(lines, row);
        Arrays.fill(columns, column);
        return new SourceText(file, text, lines, columns, cell);
    }

    /** A piece of this text. */
    SourceText part(int start, int end) {
        return new SourceText(
                file,
                text.substring(start, end),
                Arrays.copyOfRange(lines, start, end + 1),
                Arrays.copyOfRange(columns, start, end + 1),
                cell);
    }

    public String file() {
        return file;
    }

    public String text() {
        return text;
    }

    /** The stretch from {@code start} up to {@code end}, exclusive; what runs over a line end is cut there. */
    public Span span(int start, int end) {
        int last = start;
        while (last + 1 < end && lines[last + 1] == lines[start]) {
            last++;
        }
        return new Span(file, lines[start], columns[start], Math.max(1, last + 1 - start), cell);
    }

    public Span whole() {
        return span(0, text.length());
    }
}
