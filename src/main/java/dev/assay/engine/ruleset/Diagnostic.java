package dev.assay.engine.ruleset;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, or doubtful, in a rule file, as data.
 *
 * @param file path inside the ruleset
 * @param line from 1; for a spreadsheet the row
 * @param column from 1; for a table in a spreadsheet the column of the cell
 * @param length characters to underline, at least 1
 * @param rule name of the rule, null outside of one
 * @param code stable, such as {@code UNKNOWN_PROPERTY}
 * @param hint what to do, null if the message says it
 * @param cell place in a decision table as {@code sheet!C7}, null elsewhere
 * @param example a customer that shows it, property by property with null for no data; empty if none is needed
 */
public record Diagnostic(
        String file,
        int line,
        int column,
        int length,
        @Nullable String rule,
        String code,
        Severity severity,
        String messageZh,
        String messageEn,
        @Nullable String hint,
        @Nullable String cell,
        Map<String, @Nullable String> example) {

    public Diagnostic {
        // Map.copyOf refuses the null that means no data
        example = Collections.unmodifiableMap(new LinkedHashMap<>(example));
    }

    /** A problem that needs no example. */
    public Diagnostic(
            String file,
            int line,
            int column,
            int length,
            @Nullable String rule,
            String code,
            Severity severity,
            String messageZh,
            String messageEn,
            @Nullable String hint,
            @Nullable String cell) {
        this(file, line, column, length, rule, code, severity, messageZh, messageEn, hint, cell, Map.of());
    }

    /** Order in which problems are shown: by place. */
    public static final Comparator<Diagnostic> BY_PLACE = Comparator.comparing(Diagnostic::file)
            .thenComparingInt(Diagnostic::line)
            .thenComparingInt(Diagnostic::column)
            .thenComparing(Diagnostic::code);

    /** An ERROR keeps the ruleset from being compiled, a WARNING doesn't. */
    public enum Severity {
        ERROR,
        WARNING
    }

    @Override
    public String toString() {
        String place = cell == null ? file + ":" + line + ":" + column : file + " " + cell;
        return place + " " + code + ": " + messageEn + (hint == null ? "" : " (" + hint + ")");
    }
}
