/**
 * The examples of a ruleset: facts, the decision they should lead to, and the rules that should fire.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset, engine.ruleset.syntax.
 */
@NullMarked
package dev.assay.engine.ruleset.example;

import org.jspecify.annotations.NullMarked;
