package dev.assay.engine.ruleset;

import dev.assay.engine.decision.Decision;
import java.util.Set;

/**
 * A decision with everything that fired on the way to it.
 *
 * @param fired codes of all rules that fired, also those whose effect another rule outdid
 */
public record TracedDecision(Decision decision, Set<String> fired) {}
