package dev.assay.classification;

import dev.assay.classification.facts.AssembledFacts;
import dev.assay.engine.decision.Decision;

/**
 * A decision about a stored customer, before it is recorded.
 *
 * @param fired ordinals of the rules that fired, in the order they are tried
 */
record DecidedCustomer(AssembledFacts assembled, Decision decision, int[] fired) {}
