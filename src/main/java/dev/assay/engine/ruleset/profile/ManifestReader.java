package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import dev.assay.engine.ruleset.syntax.YamlTree;
import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Items;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code ruleset.yaml}. */
public final class ManifestReader {
    private static final List<String> KEYS =
            List.of("name", "phases", "grades", "categories", "parameters", "attributes", "description");
    private static final List<String> CATEGORIES = List.of("POTENTIAL", "NEW", "KEY", "DORMANT", "CHURNED", "NORMAL");
    private static final Map<String, Kind> ATTRIBUTE_KINDS =
            Map.of("text", Kind.TEXT, "choice", Kind.TEXT, "number", Kind.EXACT, "date", Kind.DATE, "flag", Kind.FLAG);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_+-]{0,39}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,59}");
    private static final int NAME_LENGTH_MAX = 100;
    private static final int LIST_MAX = 50;
    private static final Map<Phase, List<Phase>> AFTER = Map.of(
            Phase.GRADE, List.of(Phase.SCORE),
            Phase.LIMIT, List.of(Phase.GRADE, Phase.TERM),
            Phase.CHECK, List.of(Phase.SCORE, Phase.GRADE, Phase.CATEGORY, Phase.TERM, Phase.LIMIT, Phase.HOLD));

    private final String file;
    private final Problems problems;
    private final Map<String, Span> places = new LinkedHashMap<>();

    private ManifestReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The manifest as far as it can be used; null if there is nothing to go on. */
    public static @Nullable Manifest read(String file, String text, Problems problems) {
        YamlTree tree = YamlTree.read(file, text, problems);
        if (tree == null) {
            return null;
        }
        if (!(tree instanceof Entries entries)) {
            problems.error(tree.span(), null, Fault.MISSING_KEY, "name");
            return null;
        }
        return new ManifestReader(file, problems).manifest(entries);
    }

    private Manifest manifest(Entries tree) {
        tree.keys().forEach((key, span) -> {
            if (!KEYS.contains(key)) {
                problems.error(span, null, Fault.UNKNOWN_KEY, key, ClosestName.hint(key, KEYS));
            }
        });
        String name = tree.entries().get("name") instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : "";
        YamlTree named = tree.entries().get("name");
        if (named == null || name.isBlank()) {
            problems.error(named == null ? tree.span() : named.span(), null, Fault.MISSING_KEY, "name");
        } else if (name.length() > NAME_LENGTH_MAX) {
            problems.error(named.span(), null, Fault.WRONG_LENGTH, name.length(), NAME_LENGTH_MAX);
        }
        List<Scalar> categories = tree.entries().containsKey("categories") ? words(tree, "categories") : List.of();
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Entries declared = entries(tree, "parameters");
        if (declared != null) {
            declared.entries().forEach((key, value) -> {
                Span span = declared.keys().getOrDefault(key, value.span());
                Parameter parameter = new ParameterReader(problems).read(key, span, value);
                if (parameter != null) {
                    parameters.put(key, parameter);
                }
            });
        }
        return new Manifest(
                name,
                phases(tree),
                words(tree, "grades").stream().map(Scalar::text).toList(),
                categories.isEmpty()
                        ? CATEGORIES
                        : categories.stream().map(Scalar::text).toList(),
                parameters,
                attributes(tree),
                places);
    }

    /** The map under a key; null if there is none, which is only reported if something else stands there. */
    private @Nullable Entries entries(Entries tree, String key) {
        YamlTree value = tree.entries().get(key);
        if (value == null || value instanceof Scalar scalar && scalar.isNull()) {
            return null;
        }
        if (value instanceof Entries entries) {
            return entries;
        }
        problems.error(value.span(), null, Fault.WRONG_VALUE, key, "[…]", "name: { … }");
        return null;
    }

    private List<Phase> phases(Entries tree) {
        List<Phase> phases = new ArrayList<>();
        List<String> known = Arrays.stream(Phase.values()).map(Phase::key).toList();
        for (Scalar item : words(tree, "phases")) {
            Phase phase = Phase.byKey(item.text());
            if (phase == null) {
                problems.error(
                        item.span(), null, Fault.UNKNOWN_PHASE, item.text(), ClosestName.hint(item.text(), known));
                continue;
            }
            phases.add(phase);
        }
        refuseWrongOrder(phases, tree.keys().getOrDefault("phases", tree.span()));
        if (!phases.contains(Phase.GRADE)) {
            problems.error(tree.keys().getOrDefault("phases", tree.span()), null, Fault.MISSING_PHASE, "grade");
        }
        return phases;
    }

    private void refuseWrongOrder(List<Phase> phases, Span at) {
        for (Phase phase : phases) {
            for (Phase before : AFTER.getOrDefault(phase, List.of())) {
                if (phases.indexOf(before) > phases.indexOf(phase)) {
                    problems.error(at, null, Fault.PHASE_ORDER, phase.key(), before.key());
                }
            }
        }
    }

    private List<Scalar> words(Entries tree, String key) {
        if (!(tree.entries().get(key) instanceof Items list) || list.items().isEmpty()) {
            problems.error(tree.keys().getOrDefault(key, Span.fileStart(file)), null, Fault.MISSING_KEY, key);
            return List.of();
        }
        Set<String> seen = new java.util.HashSet<>();
        List<Scalar> words = new ArrayList<>();
        for (YamlTree item : list.items()) {
            if (!(item instanceof Scalar word) || !WORD.matcher(word.text()).matches() || words.size() == LIST_MAX) {
                String shown = item instanceof Scalar scalar ? scalar.text() : "[…]";
                problems.error(
                        item.span(), null, Fault.WRONG_VALUE, key, shown, "letters, digits, _ + - · 字母、数字、_ + -");
            } else if (!seen.add(word.text())) {
                problems.error(item.span(), null, Fault.DUPLICATE_KEY, word.text());
            } else {
                words.add(word);
                places.put(key + "." + word.text(), word.span());
            }
        }
        return words;
    }

    private Map<String, Kind> attributes(Entries tree) {
        Map<String, Kind> attributes = new LinkedHashMap<>();
        Entries declared = entries(tree, "attributes");
        if (declared != null) {
            declared.entries().forEach((key, value) -> {
                if (!ATTRIBUTE.matcher(key).matches()) {
                    Span at = declared.keys().getOrDefault(key, value.span());
                    problems.error(
                            at, null, Fault.WRONG_VALUE, "attributes", key, "letters, digits, _ . - · 字母、数字、_ . -");
                    return;
                }
                String type = value instanceof Scalar scalar ? scalar.text() : "";
                Kind kind = ATTRIBUTE_KINDS.get(type);
                if (kind == null) {
                    problems.error(
                            value.span(), null, Fault.WRONG_VALUE, key, type, "text, choice, number, date, flag");
                } else {
                    attributes.put(key, kind);
                }
            });
        }
        return attributes;
    }
}
