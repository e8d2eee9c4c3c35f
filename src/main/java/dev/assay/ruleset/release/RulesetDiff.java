package dev.assay.ruleset.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.assay.engine.ruleset.syntax.TableCells;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two rulesets, file by file: by line, and in decision tables by cell.
 *
 * @param files those that differ, in the order of their paths
 */
public record RulesetDiff(List<FileDiff> files) {

    /** How a file differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * A file that differs.
     *
     * @param lines absent for spreadsheets
     * @param cells absent for what is no table
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FileDiff(
            String path,
            Kind kind,
            @Nullable List<Lines> lines,
            @Nullable List<Cell> cells) {}

    /**
     * Lines that were replaced.
     *
     * @param beforeLine number of the first, from 1; of the line they would stand before, if there are none
     */
    public record Lines(int beforeLine, List<String> before, int afterLine, List<String> after) {}

    /**
     * A cell that differs, or a whole row: then its column is absent.
     *
     * @param beforeRow from 1; absent if the row is new
     * @param afterRow absent if the row is gone
     * @param column from 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(
            @Nullable Integer beforeRow,
            @Nullable Integer afterRow,
            @Nullable Integer column,
            @Nullable String before,
            @Nullable String after) {}

    /** Compares all files. */
    public static RulesetDiff between(Map<String, byte[]> before, Map<String, byte[]> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<FileDiff> files = new ArrayList<>();
        for (String path : paths) {
            byte[] old = before.get(path);
            byte[] now = after.get(path);
            if (!Arrays.equals(old, now)) {
                files.add(file(path, old, now));
            }
        }
        return new RulesetDiff(files);
    }

    private static FileDiff file(String path, byte @Nullable [] old, byte @Nullable [] now) {
        Kind kind = old == null ? Kind.ADDED : now == null ? Kind.REMOVED : Kind.CHANGED;
        byte[] before = old == null ? new byte[0] : old;
        byte[] after = now == null ? new byte[0] : now;
        List<Lines> lines = path.endsWith(".xlsx") ? null : lines(text(before), text(after));
        return new FileDiff(path, kind, lines, cells(path, old, now));
    }

    private static List<String> text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    private static List<Lines> lines(List<String> before, List<String> after) {
        return DiffUtils.diff(before, after).getDeltas().stream()
                .map(delta -> new Lines(
                        delta.getSource().getPosition() + 1,
                        List.copyOf(delta.getSource().getLines()),
                        delta.getTarget().getPosition() + 1,
                        List.copyOf(delta.getTarget().getLines())))
                .toList();
    }

    private static @Nullable List<Cell> cells(String path, byte @Nullable [] old, byte @Nullable [] now) {
        Optional<List<List<String>>> before = old == null ? Optional.of(List.of()) : TableCells.of(path, old);
        Optional<List<List<String>>> after = now == null ? Optional.of(List.of()) : TableCells.of(path, now);
        boolean table = path.endsWith(".csv") || path.endsWith(".xlsx");
        if (!table || before.isEmpty() || after.isEmpty()) {
            return null;
        }
        List<Cell> cells = new ArrayList<>();
        for (AbstractDelta<List<String>> delta :
                DiffUtils.diff(before.get(), after.get()).getDeltas()) {
            rows(
                    delta.getSource().getPosition(),
                    delta.getSource().getLines(),
                    delta.getTarget().getPosition(),
                    delta.getTarget().getLines(),
                    cells);
        }
        return cells;
    }

    /** Rows that stand in the place of others are compared cell by cell, what is left over is new or gone as a whole. */
    private static void rows(
            int beforeFirst, List<List<String>> before, int afterFirst, List<List<String>> after, List<Cell> cells) {
        int both = Math.min(before.size(), after.size());
        for (int i = 0; i < both; i++) {
            List<String> old = before.get(i);
            List<String> now = after.get(i);
            for (int column = 0; column < Math.max(old.size(), now.size()); column++) {
                String oldCell = column < old.size() ? old.get(column) : "";
                String nowCell = column < now.size() ? now.get(column) : "";
                if (!oldCell.equals(nowCell)) {
                    cells.add(new Cell(beforeFirst + i + 1, afterFirst + i + 1, column + 1, oldCell, nowCell));
                }
            }
        }
        for (int i = both; i < before.size(); i++) {
            cells.add(new Cell(beforeFirst + i + 1, null, null, String.join(" | ", before.get(i)), null));
        }
        for (int i = both; i < after.size(); i++) {
            cells.add(new Cell(null, afterFirst + i + 1, null, null, String.join(" | ", after.get(i))));
        }
    }
}
