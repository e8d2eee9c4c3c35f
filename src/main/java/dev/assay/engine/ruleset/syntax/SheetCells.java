package dev.assay.engine.ruleset.syntax;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The cells of one sheet of a spreadsheet; every cell of a merged range reads as its first. */
final class SheetCells {
    /** Texts repeated by merging and sharing count every time: a small file can't fill memory with them. */
    private static final int CHARACTERS_MAX = 2_000_000;

    private static final int MERGED_CELLS_MAX = Grid.ROWS_MAX * Grid.COLUMNS_MAX;
    private static final Pattern REFERENCE = Pattern.compile("([A-Z]{1,3})([0-9]{1,7})");

    private final String file;
    private final String sheet;
    private final List<String> shared;
    private final Problems problems;
    private final Map<Integer, Map<Integer, String>> rows = new TreeMap<>();
    private boolean tooLarge;
    private long characters;
    private long merged;

    SheetCells(String file, String sheet, List<String> shared, Problems problems) {
        this.file = file;
        this.sheet = sheet;
        this.shared = shared;
        this.problems = problems;
    }

    void read(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "c" -> cell(xml);
                    case "mergeCell" -> merge(XlsxReader.attribute(xml, "ref"));
                    default -> {}
                }
            }
        }
    }

    Grid grid() {
        List<List<SourceText>> grid = new ArrayList<>();
        int last = rows.isEmpty() ? 0 : ((TreeMap<Integer, Map<Integer, String>>) rows).lastKey();
        for (int row = 1; row <= last; row++) {
            List<SourceText> cells = new ArrayList<>();
            Map<Integer, String> filled = rows.getOrDefault(row, Map.of());
            int width =
                    filled.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
            for (int column = 1; column <= width; column++) {
                cells.add(SourceText.ofSpreadsheetCell(
                        file, filled.getOrDefault(column, ""), row, column, sheet + "!" + Grid.address(row, column)));
            }
            grid.add(cells);
        }
        return new Grid(sheet, grid);
    }

    private void cell(XMLStreamReader xml) throws XMLStreamException {
        int[] at = position(XlsxReader.attribute(xml, "r"));
        String type = XlsxReader.attribute(xml, "t");
        String value = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v" -> value = value(at, type, text(xml, "v"));
                    case "is" -> value = text(xml, "is");
                    case "f" -> problems.error(span(at), null, Fault.FORMULA);
                    default -> {}
                }
            }
        }
        put(at, value);
    }

    private void put(int[] at, String value) {
        if (at[0] < 1 || at[0] > Grid.ROWS_MAX || at[1] > Grid.COLUMNS_MAX) {
            if (!value.isEmpty() && !tooLarge) {
                tooLarge = true;
                problems.error(span(at), null, Fault.TOO_MANY_ROWS, Grid.ROWS_MAX + " × " + Grid.COLUMNS_MAX);
            }
            return;
        }
        characters += value.length() + 1;
        if (characters > CHARACTERS_MAX) {
            throw new SyntaxFault(span(at), Fault.TOO_LONG, CHARACTERS_MAX + " characters · 字符");
        }
        rows.computeIfAbsent(at[0], row -> new TreeMap<>()).put(at[1], value);
    }

    private Span span(int[] at) {
        return new Span(file, Math.max(1, at[0]), Math.max(1, at[1]), 1, sheet + "!" + Grid.address(at[0], at[1]));
    }

    private void merge(String reference) {
        String[] corners = reference.split(":", -1);
        if (corners.length != 2) {
            return;
        }
        int[] from = position(corners[0]);
        int[] to = position(corners[1]);
        String value = rows.getOrDefault(from[0], Map.of()).getOrDefault(from[1], "");
        long height = Math.min(to[0], Grid.ROWS_MAX) - from[0] + 1L;
        long width = Math.min(to[1], Grid.COLUMNS_MAX) - from[1] + 1L;
        merged += Math.max(0, height) * Math.max(0, width);
        if (merged > MERGED_CELLS_MAX) {
            throw new SyntaxFault(span(from), Fault.TOO_LONG, MERGED_CELLS_MAX + " merged cells · 合并单元格");
        }
        for (int row = from[0]; row <= Math.min(to[0], Grid.ROWS_MAX); row++) {
            for (int column = from[1]; column <= Math.min(to[1], Grid.COLUMNS_MAX); column++) {
                put(new int[] {row, column}, value);
            }
        }
    }

    private String value(int[] at, String type, String raw) {
        try {
            return switch (type) {
                case "s" -> shared.get(Integer.parseInt(raw.strip()));
                case "b" -> raw.strip().equals("1") ? "true" : "false";
                case "str", "inlineStr", "e" -> raw;
                default -> number(raw.strip());
            };
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            problems.error(span(at), null, Fault.BAD_NUMBER, raw.strip());
            return "";
        }
    }

    /** Spreadsheets store 0.1 as 0.10000000000000001: the shortest decimal that is the same double is what was typed. */
    private static String number(String raw) {
        double value = Double.parseDouble(raw);
        BigDecimal shortest = BigDecimal.valueOf(value).stripTrailingZeros();
        return shortest.abs().compareTo(new BigDecimal("1e15")) > 0 || shortest.scale() > 12
                ? raw
                : shortest.toPlainString();
    }

    private static int[] position(String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no cell: " + reference);
        }
        int column = 0;
        for (char letter : parts.group(1).toCharArray()) {
            column = column * 26 + letter - 'A' + 1;
        }
        return new int[] {Integer.parseInt(parts.group(2)), column};
    }

    /** All text inside the element the reader stands at, up to its end. */
    static String text(XMLStreamReader xml, String element) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean phonetic = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.CHARACTERS && !phonetic) {
                text.append(xml.getText());
            } else if (event == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("rPh")) {
                phonetic = true;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (xml.getLocalName().equals(element)) {
                    break;
                }
                phonetic &= !xml.getLocalName().equals("rPh");
            }
        }
        return text.toString();
    }
}
