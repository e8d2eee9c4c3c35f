package dev.assay.engine.ruleset.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML as maps, lists and scalars that know their place. No types are constructed, aliases are refused. */
public sealed interface YamlTree {

    Span span();

    /**
     * Text or a number, as written.
     *
     * @param plain written without quotes
     */
    record Scalar(String text, boolean plain, Span span) implements YamlTree {
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
        }
    }

    record Items(List<YamlTree> items, Span span) implements YamlTree {}

    /** Keys in the order written. */
    record Entries(Map<String, YamlTree> entries, Map<String, Span> keys, Span span) implements YamlTree {}

    /** Reads one document; null if it can't be read, which is reported. */
    static @Nullable YamlTree read(String file, String text, Problems problems) {
        return YamlReader.read(file, text, problems);
    }
}
