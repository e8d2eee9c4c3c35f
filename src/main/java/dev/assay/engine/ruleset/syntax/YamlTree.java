package dev.assay.engine.ruleset.syntax;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

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
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setAllowRecursiveKeys(false);
        limits.setNestingDepthLimit(20);
        limits.setAllowDuplicateKeys(true);
        try {
            Node root = new Yaml(
                            new SafeConstructor(limits),
                            new Representer(new org.yaml.snakeyaml.DumperOptions()),
                            new org.yaml.snakeyaml.DumperOptions(),
                            limits)
                    .compose(new StringReader(text));
            if (root == null) {
                problems.error(Span.fileStart(file), null, Fault.BAD_YAML, "empty / 空文件");
                return null;
            }
            return of(file, root, problems);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Span at = mark == null
                    ? Span.fileStart(file)
                    : new Span(file, mark.getLine() + 1, mark.getColumn() + 1, 1, null);
            problems.error(at, null, Fault.BAD_YAML, String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            problems.error(Span.fileStart(file), null, Fault.BAD_YAML, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static YamlTree of(String file, Node node, Problems problems) {
        Span span = span(file, node);
        if (node instanceof SequenceNode sequence) {
            return new Items(
                    sequence.getValue().stream()
                            .map(item -> of(file, item, problems))
                            .toList(),
                    span);
        }
        if (node instanceof MappingNode mapping) {
            Map<String, YamlTree> entries = new LinkedHashMap<>();
            Map<String, Span> keys = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Span keySpan = span(file, tuple.getKeyNode());
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (keys.putIfAbsent(key, keySpan) != null) {
                    problems.error(keySpan, null, Fault.DUPLICATE_KEY, key);
                } else {
                    entries.put(key, of(file, tuple.getValueNode(), problems));
                }
            }
            return new Entries(entries, keys, span);
        }
        ScalarNode scalar = (ScalarNode) node;
        if (!scalar.getTag().getValue().startsWith(Tag.PREFIX)) {
            problems.error(span, null, Fault.BAD_YAML, scalar.getTag().getValue());
        }
        return new Scalar(scalar.getValue(), scalar.isPlain(), span);
    }

    private static Span span(String file, Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        int length = end.getLine() == start.getLine() ? end.getColumn() - start.getColumn() : 1;
        return new Span(file, start.getLine() + 1, start.getColumn() + 1, Math.max(1, length), null);
    }
}
