package dev.assay.engine.ruleset.syntax;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts of a decision table's cells, for comparisons: no check of what they mean. */
public final class TableCells {

    private TableCells() {}

    /** Rows of cells; empty if the file is no table or can't be read as one. */
    public static Optional<List<List<String>>> of(String path, byte[] content) {
        Problems problems = new Problems();
        Grid grid = grid(path, content, problems);
        return grid == null
                ? Optional.empty()
                : Optional.of(grid.rows().stream()
                        .map(row -> row.stream().map(SourceText::text).toList())
                        .toList());
    }

    private static @Nullable Grid grid(String path, byte[] content, Problems problems) {
        if (path.endsWith(".xlsx")) {
            return XlsxReader.read(path, content, problems);
        }
        String text = path.endsWith(".csv") ? RuleFiles.text(path, content, problems) : null;
        return text == null ? null : CsvReader.read(SourceText.ofFile(path, text), problems);
    }
}
