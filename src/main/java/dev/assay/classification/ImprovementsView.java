package dev.assay.classification;

import dev.assay.engine.improvement.Improvement;
import java.util.List;

/**
 * What would have improved a decision.
 *
 * @param rulesetVersion the decision's own rules, under which each improvement was evaluated
 * @param improvements the nearest change of each metric, the smallest change first; empty if no change of a single metric helps
 */
public record ImprovementsView(
        long decisionId, String rulesetVersion, String grade, boolean hold, List<Improvement> improvements) {}
