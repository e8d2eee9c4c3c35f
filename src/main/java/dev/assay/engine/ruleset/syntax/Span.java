package dev.assay.engine.ruleset.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a rule file.
 *
 * @param line from 1
 * @param column from 1
 * @param length in characters, at least 1
 * @param cell place in a decision table, such as {@code Tabelle1!C7}; null elsewhere
 */
public record Span(
        String file,
        int line,
        int column,
        int length,
        @Nullable String cell) {

    public static Span fileStart(String file) {
        return new Span(file, 1, 1, 1, null);
    }
}
