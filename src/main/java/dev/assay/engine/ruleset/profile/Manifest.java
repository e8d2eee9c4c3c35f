package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Phase;
import java.util.List;
import java.util.Map;

/**
 * What {@code ruleset.yaml} says.
 *
 * @param phases in the order they run
 * @param grades best first
 * @param categories the last one is given when no rule decides
 * @param attributes custom fields of customers and their kinds
 */
public record Manifest(
        String name,
        List<Phase> phases,
        List<String> grades,
        List<String> categories,
        Map<String, Parameter> parameters,
        Map<String, Kind> attributes) {}
