package dev.assay.engine.ruleset.example;

import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleFiles;
import dev.assay.engine.ruleset.syntax.YamlTree;
import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Items;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code examples/*.yaml}: {@code defaults}, facts for every case of the file, and {@code cases} with {@code name}, {@code facts},
 * {@code order}, {@code expect}, {@code fires} and {@code principal}.
 */
public final class ExampleReader {
    private static final List<String> CASE_KEYS =
            List.of("name", "facts", "order", "expect", "fires", "principal", "why");

    private final Problems problems;
    private final FactsReader factsReader;

    private ExampleReader(Problems problems) {
        this.problems = problems;
        this.factsReader = new FactsReader(problems);
    }

    /**
     * All examples of a ruleset.
     *
     * @throws RulesetException with everything that can't be read
     */
    public static List<Example> read(RulesetFiles files) throws RulesetException {
        Problems problems = new Problems();
        List<Example> examples = new ArrayList<>();
        for (String path : files.paths()) {
            byte[] bytes = files.bytes(path);
            if (bytes != null && path.startsWith(RulesetFiles.EXAMPLES) && path.endsWith(".yaml")) {
                String text = RuleFiles.text(path, bytes, problems);
                YamlTree tree = text == null ? null : YamlTree.read(path, text, problems);
                if (tree != null) {
                    examples.addAll(new ExampleReader(problems).file(tree));
                }
            }
        }
        if (problems.hasErrors()) {
            throw new RulesetException(problems.byPlace());
        }
        return examples;
    }

    private List<Example> file(YamlTree tree) {
        if (!(tree instanceof Entries entries) || !(entries.entries().get("cases") instanceof Items cases)) {
            problems.error(tree.span(), null, Fault.MISSING_KEY, "cases");
            return List.of();
        }
        Map<String, YamlTree> defaults =
                entries.entries().get("defaults") instanceof Entries given ? given.entries() : Map.of();
        List<Example> examples = new ArrayList<>();
        for (YamlTree item : cases.items()) {
            if (item instanceof Entries written) {
                examples.add(example(written, defaults));
            } else {
                problems.error(item.span(), null, Fault.MISSING_KEY, "name");
            }
        }
        return examples;
    }

    private Example example(Entries written, Map<String, YamlTree> defaults) {
        written.keys().forEach((key, span) -> {
            if (!CASE_KEYS.contains(key)) {
                problems.error(span, null, Fault.UNKNOWN_KEY, key, String.join(", ", CASE_KEYS));
            }
        });
        Map<String, YamlTree> facts = new LinkedHashMap<>(defaults);
        if (written.entries().get("facts") instanceof Entries own) {
            facts.putAll(own.entries());
        }
        Map<String, String> expected = new LinkedHashMap<>();
        flatten("", written.entries().get("expect"), expected);
        List<String> fires = words(written.entries().get("fires"));
        return new Example(
                written.span().file(),
                written.span().line(),
                written.entries().get("name") instanceof Scalar name ? name.text() : "",
                factsReader.read(facts, written.span()),
                written.entries().get("order") instanceof Entries order ? new OrderReader(problems).read(order) : null,
                expected,
                fires == null ? null : new LinkedHashSet<>(fires),
                words(written.entries().get("principal")));
    }

    private static void flatten(String path, @Nullable YamlTree tree, Map<String, String> flat) {
        if (tree instanceof Entries entries) {
            entries.entries().forEach((key, value) -> flatten(path.isEmpty() ? key : path + "." + key, value, flat));
        } else if (tree instanceof Scalar scalar) {
            flat.put(path, scalar.isNull() ? "null" : scalar.text());
        }
    }

    private static @Nullable List<String> words(@Nullable YamlTree tree) {
        return tree instanceof Items items
                ? items.items().stream()
                        .map(item -> item instanceof Scalar scalar ? scalar.text() : "")
                        .toList()
                : null;
    }
}
