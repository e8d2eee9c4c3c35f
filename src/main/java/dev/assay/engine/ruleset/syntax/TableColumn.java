package dev.assay.engine.ruleset.syntax;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a decision table.
 *
 * @param index from 0
 * @param template the text that a cell is filled into
 * @param customer the name the table gives the customer
 */
record TableColumn(
        int index, Kind kind, SourceText template, @Nullable String customer) {

    enum Kind {
        NAME,
        DESCRIPTION,
        PRIORITY,
        METADATA,
        CONDITION,
        ACTION;

        static @Nullable Kind of(String written) {
            String word = written.toUpperCase(Locale.ROOT);
            for (Kind kind : values()) {
                if (kind.name().equals(word)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
