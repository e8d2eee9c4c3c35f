/**
 * Whether a ruleset decides the same however it is asked: alone, in batches, in any order, compiled one way or the other.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset, engine.ruleset.profile, engine.ruleset.syntax.
 */
@NullMarked
package dev.assay.engine.ruleset.agreement;

import org.jspecify.annotations.NullMarked;
