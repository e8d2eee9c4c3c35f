package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.List;
import java.util.Map;

/**
 * What {@code ruleset.yaml} says.
 *
 * @param phases in the order they run
 * @param grades best first
 * @param categories the last one is given when no rule decides
 * @param attributes custom fields of customers and their kinds
 * @param places where each phase, grade and category is named, by key and name such as {@code grades.A}
 */
public record Manifest(
        String name,
        List<Phase> phases,
        List<String> grades,
        List<String> categories,
        Map<String, Parameter> parameters,
        Map<String, Kind> attributes,
        Map<String, Span> places) {

    /** A manifest that wasn't read from a file. */
    public Manifest(
            String name,
            List<Phase> phases,
            List<String> grades,
            List<String> categories,
            Map<String, Parameter> parameters,
            Map<String, Kind> attributes) {
        this(name, phases, grades, categories, parameters, attributes, Map.of());
    }
}
