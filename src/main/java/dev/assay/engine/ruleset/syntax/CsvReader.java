package dev.assay.engine.ruleset.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads comma separated values as RFC 4180 has them; every character keeps its place in the file. */
final class CsvReader {
    private final SourceText whole;
    private final String text;
    private final String sheet;
    private final Problems problems;
    private final List<List<SourceText>> rows = new ArrayList<>();
    private int at;

    private CsvReader(SourceText whole, String sheet, Problems problems) {
        this.whole = whole;
        this.text = whole.text();
        this.sheet = sheet;
        this.problems = problems;
    }

    static Grid read(SourceText whole, Problems problems) {
        String file = whole.file();
        String sheet = file.substring(file.lastIndexOf('/') + 1).replace(".drl.csv", "");
        CsvReader reader = new CsvReader(whole, sheet, problems);
        while (reader.at < reader.text.length()) {
            if (reader.rows.size() == Grid.ROWS_MAX) {
                problems.error(whole.span(reader.at, reader.at + 1), null, Fault.TOO_MANY_ROWS, Grid.ROWS_MAX);
                break;
            }
            reader.row();
        }
        return new Grid(sheet, reader.rows);
    }

    private void row() {
        List<SourceText> row = new ArrayList<>();
        do {
            SourceText cell = cell(row.size() + 1);
            if (row.size() < Grid.COLUMNS_MAX) {
                row.add(cell);
            } else {
                problems.error(cell.whole(), null, Fault.TOO_LONG, Grid.COLUMNS_MAX + " columns · 列");
                skipRow();
                break;
            }
        } while (at < text.length() && text.charAt(at) == ',' && at++ >= 0);
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        rows.add(row);
    }

    private void skipRow() {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private SourceText cell(int column) {
        StringBuilder value = new StringBuilder();
        List<Integer> offsets = new ArrayList<>();
        if (at < text.length() && text.charAt(at) == '"') {
            quoted(value, offsets);
        }
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            offsets.add(at);
            value.append(text.charAt(at++));
        }
        offsets.add(Math.min(at, text.length()));
        String address = sheet + "!" + Grid.address(rows.size() + 1, column);
        return SourceText.ofCell(
                whole,
                value.toString(),
                offsets.stream().mapToInt(Integer::intValue).toArray(),
                address);
    }

    private void quoted(StringBuilder value, List<Integer> offsets) {
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at++;
            } else if (c == '"') {
                at++;
                return;
            }
            offsets.add(at);
            value.append(c);
            at++;
        }
        problems.error(whole.span(start, start + 1), null, Fault.UNCLOSED_TEXT);
    }

    static boolean isBlank(List<SourceText> row) {
        return IntStream.range(0, row.size()).allMatch(i -> row.get(i).text().isBlank());
    }
}
