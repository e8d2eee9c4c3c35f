/**
 * Rule files become a compiled ruleset here: lint, compile, verify, diagnostics.
 *
 * <p>May import: engine.fact, engine.decision.
 */
@NullMarked
package dev.assay.engine.ruleset;

import org.jspecify.annotations.NullMarked;
