/**
 * What would improve a decision: the smallest change of one metric that reaches a better grade or lifts the hold, found by evaluating.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset.
 */
@NullMarked
package dev.assay.engine.improvement;

import org.jspecify.annotations.NullMarked;
