/**
 * The tree is held against the rule profile here: names, types, nulls, what a phase may read and do.
 *
 * <p>May import: engine.fact, engine.ruleset.syntax.
 */
@NullMarked
package dev.assay.engine.ruleset.profile;

import org.jspecify.annotations.NullMarked;
