package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Items;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one YAML document into our own tree: composed only, so that nothing is ever constructed from it. */
final class YamlReader {
    private static final int DEPTH_MAX = 20;
    /** The library copies what it has read of a scalar again and again: its time grows with the square. */
    private static final int LENGTH_MAX = 500_000;

    private static final int HIDDEN_SHOWN_MAX = 20;

    private final SourceText source;
    private final Problems problems;
    /** The library counts code points, we count characters as editors do. */
    private final int[] offsets;

    private YamlReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.offsets = offsets(source.text());
    }

    static @Nullable YamlTree read(String file, String text, Problems problems) {
        if (text.length() > LENGTH_MAX) {
            problems.error(Span.fileStart(file), null, Fault.TOO_LONG, LENGTH_MAX + " characters · 字符");
            return null;
        }
        String visible = visible(SourceText.ofFile(file, text), problems);
        return new YamlReader(SourceText.ofFile(file, visible), problems).read();
    }

    private @Nullable YamlTree read() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(DEPTH_MAX);
        StreamReader reader = new StreamReader(source.text());
        try {
            Node root = new Composer(new ParserImpl(reader, limits), new Resolver(), limits).getSingleNode();
            if (root == null) {
                problems.error(Span.fileStart(source.file()), null, Fault.BAD_YAML, "empty / 空文件");
                return null;
            }
            return tree(root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.error(at(mark == null ? reader.getIndex() : mark.getIndex()), null, Fault.BAD_YAML, problem(e));
        } catch (RuntimeException e) {
            // aliases and depth are refused without a place, and some escapes fail as unreadable numbers
            String message = String.valueOf(e.getMessage());
            Span at = at(reader.getIndex());
            if (message.startsWith("Number of aliases")) {
                problems.error(at, null, Fault.ALIAS);
            } else if (message.startsWith("Nesting Depth")) {
                problems.error(at, null, Fault.TOO_DEEP, DEPTH_MAX);
            } else {
                problems.error(at, null, Fault.BAD_YAML, "unreadable number or escape / 无法识别的数字或转义");
            }
        }
        return null;
    }

    private static String problem(MarkedYAMLException e) {
        return String.valueOf(e.getProblem());
    }

    private YamlTree tree(Node node) {
        Span span = span(node);
        if (!(node instanceof ScalarNode)) {
            refuseTag(node, span);
        }
        if (node instanceof SequenceNode sequence) {
            return new Items(sequence.getValue().stream().map(this::tree).toList(), span);
        }
        if (node instanceof MappingNode mapping) {
            return entries(mapping, span);
        }
        ScalarNode scalar = (ScalarNode) node;
        refuseTag(scalar, span);
        int hidden =
                HiddenCharacters.firstIn(scalar.getValue(), 0, scalar.getValue().length());
        if (hidden >= 0) {
            problems.error(span, null, Fault.HIDDEN_CHARACTER, HiddenCharacters.shown(scalar.getValue(), hidden));
        }
        return new Scalar(scalar.getValue(), scalar.isPlain(), span);
    }

    private Entries entries(MappingNode mapping, Span span) {
        Map<String, YamlTree> entries = new LinkedHashMap<>();
        Map<String, Span> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Span keySpan = span(tuple.getKeyNode());
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (keys.putIfAbsent(key, keySpan) != null) {
                problems.error(keySpan, null, Fault.DUPLICATE_KEY, key);
            } else {
                entries.put(key, tree(tuple.getValueNode()));
            }
        }
        return new Entries(entries, keys, span);
    }

    private void refuseTag(Node node, Span span) {
        String tag = node.getTag().getValue();
        if (!tag.startsWith(Tag.PREFIX)) {
            problems.error(span, null, Fault.BAD_YAML, tag);
        }
    }

    private Span span(Node node) {
        int start = offset(node.getStartMark().getIndex());
        int end = offset(node.getEndMark().getIndex());
        return source.span(start, Math.max(start, end));
    }

    private Span at(int index) {
        int offset = offset(index);
        return source.span(offset, offset);
    }

    private int offset(int index) {
        return offsets[Math.max(0, Math.min(index, offsets.length - 1))];
    }

    private static int[] offsets(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < offsets.length - 1; i++) {
            offsets[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        offsets[offsets.length - 1] = at;
        return offsets;
    }

    /** The text with blanks for hidden characters, each of them reported: the library stops at the first it doesn't like. */
    private static String visible(SourceText source, Problems problems) {
        String text = source.text();
        StringBuilder visible = null;
        int told = 0;
        for (int at = HiddenCharacters.firstIn(text, 0, text.length());
                at >= 0;
                at = HiddenCharacters.firstIn(text, at, text.length())) {
            if (told++ < HIDDEN_SHOWN_MAX) {
                problems.error(source.span(at, at + 1), null, Fault.HIDDEN_CHARACTER, HiddenCharacters.shown(text, at));
            }
            visible = visible == null ? new StringBuilder(text) : visible;
            for (int end = at + Character.charCount(text.codePointAt(at)); at < end; at++) {
                visible.setCharAt(at, ' ');
            }
        }
        return visible == null ? text : visible.toString();
    }
}
