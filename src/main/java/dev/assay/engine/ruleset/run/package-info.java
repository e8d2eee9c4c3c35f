/**
 * Checked rules are compiled by Drools, guarded, and run over batches of customers here.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset.profile.
 */
@NullMarked
package dev.assay.engine.ruleset.run;

import org.jspecify.annotations.NullMarked;
