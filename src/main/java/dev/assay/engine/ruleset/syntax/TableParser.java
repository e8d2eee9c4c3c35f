package dev.assay.engine.ruleset.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads decision tables laid out as Drools has them: a cell {@code RuleTable name}; below it the kinds of columns, the customer, the
 * templates, the titles, and then one rule a row until a blank row. Cells are filled into templates word by word, so a cell can only
 * ever be a value.
 */
public final class TableParser {
    private static final Set<String> SETTINGS = Set.of("RULESET", "IMPORT", "NOTES");
    private static final int HEADER_ROWS = 5;

    private final Grid grid;
    private final String phase;
    private final Problems problems;
    private final List<RuleNode> rules = new ArrayList<>();

    private TableParser(Grid grid, String phase, Problems problems) {
        this.grid = grid;
        this.phase = phase;
        this.problems = problems;
    }

    public static List<RuleNode> parseCsv(SourceText source, String phase, Problems problems) {
        return new TableParser(CsvReader.read(source, problems), phase, problems).parse(Span.fileStart(source.file()));
    }

    public static List<RuleNode> parseXlsx(String file, byte[] bytes, String phase, Problems problems) {
        Grid grid = XlsxReader.read(file, bytes, problems);
        return grid == null ? List.of() : new TableParser(grid, phase, problems).parse(Span.fileStart(file));
    }

    private List<RuleNode> parse(Span start) {
        boolean any = false;
        int row = 0;
        while (row < grid.rows().size() && !problems.isFull()) {
            SourceText title = firstFilled(grid.rows().get(row));
            if (title == null) {
                row++;
            } else if (isTable(title)) {
                any = true;
                row = table(row, title);
            } else {
                setting(title);
                row++;
            }
        }
        if (!any) {
            problems.error(start, null, Fault.NO_TABLE);
        }
        return rules;
    }

    private void setting(SourceText title) {
        String key = title.text().strip().toUpperCase(Locale.ROOT);
        if (!SETTINGS.contains(key)) {
            problems.error(
                    title.whole(), null, Fault.REFUSED_SETTING, title.text().strip());
        }
    }

    private static boolean isTable(SourceText cell) {
        return cell.text().strip().toUpperCase(Locale.ROOT).startsWith("RULETABLE");
    }

    private static @Nullable SourceText firstFilled(List<SourceText> row) {
        return row.stream().filter(cell -> !cell.text().isBlank()).findFirst().orElse(null);
    }

    /** Reads the table that starts in the row; returns the row after it. */
    private int table(int first, SourceText title) {
        if (first + HEADER_ROWS > grid.rows().size()) {
            problems.error(title.whole(), null, Fault.CUT_TABLE);
            return grid.rows().size();
        }
        HiddenCharacters.refuse(title, null, problems);
        String name = title.text().strip().substring("RuleTable".length()).strip();
        List<TableColumn> columns = columns(first);
        boolean usable = hasColumn(columns, TableColumn.Kind.CONDITION, title)
                & hasColumn(columns, TableColumn.Kind.ACTION, title);
        int row = first + HEADER_ROWS;
        while (row < grid.rows().size() && !CsvReader.isBlank(grid.rows().get(row))) {
            SourceText filled = firstFilled(grid.rows().get(row));
            if (filled != null && isTable(filled)) {
                break;
            }
            if (usable) {
                RuleNode rule = new TableRow(grid.rows().get(row), columns, name, row + 1, phase, problems).rule();
                if (rule != null) {
                    rules.add(rule);
                }
            }
            row++;
        }
        return row;
    }

    private boolean hasColumn(List<TableColumn> columns, TableColumn.Kind kind, SourceText title) {
        if (columns.stream().anyMatch(column -> column.kind() == kind)) {
            return true;
        }
        problems.error(title.whole(), null, Fault.MISSING_COLUMN, kind);
        return false;
    }

    private List<TableColumn> columns(int first) {
        List<SourceText> kinds = grid.rows().get(first + 1);
        List<TableColumn> columns = new ArrayList<>();
        String customer = null;
        for (int i = 0; i < kinds.size(); i++) {
            SourceText kindCell = kinds.get(i);
            if (kindCell.text().isBlank()) {
                continue;
            }
            TableColumn.Kind kind = TableColumn.Kind.of(kindCell.text().strip());
            if (kind == null) {
                problems.error(
                        kindCell.whole(),
                        null,
                        Fault.UNKNOWN_COLUMN,
                        kindCell.text().strip());
                continue;
            }
            SourceText object = cell(first + 2, i);
            if (kind == TableColumn.Kind.CONDITION
                    && object != null
                    && !object.text().isBlank()) {
                String named = customer(object);
                customer = named == null ? customer : named;
            }
            SourceText template = cell(first + 3, i);
            boolean needsTemplate = kind == TableColumn.Kind.CONDITION || kind == TableColumn.Kind.ACTION;
            if (needsTemplate && (template == null || template.text().isBlank())) {
                problems.error(kindCell.whole(), null, Fault.EMPTY_TEMPLATE);
                continue;
            }
            columns.add(new TableColumn(i, kind, template == null ? kindCell : template, customer));
        }
        return columns;
    }

    /** {@code $c : Customer}, with or without parentheses; a trailing … marks a merged cell. */
    private @Nullable String customer(SourceText object) {
        String text = object.text().strip();
        if (text.equals("...")) {
            return null;
        }
        String written =
                text.endsWith("...") ? text.substring(0, text.length() - 3).strip() : text;
        String pattern = written.endsWith("()")
                ? written.substring(0, written.length() - 2).strip()
                : written;
        int colon = pattern.indexOf(':');
        boolean usable = colon > 1
                && pattern.charAt(0) == '$'
                && pattern.substring(colon + 1).strip().equals("Customer");
        if (!usable) {
            problems.error(object.whole(), null, Fault.WRONG_PATTERN, text);
            return null;
        }
        return pattern.substring(0, colon).strip();
    }

    private @Nullable SourceText cell(int row, int column) {
        List<SourceText> cells = grid.rows().get(row);
        return column < cells.size() ? cells.get(column) : null;
    }
}
