/**
 * What rules said about a customer becomes a decision here, with exact arithmetic, and its reasons are put into words.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset.profile.
 */
@NullMarked
package dev.assay.engine.closing;

import org.jspecify.annotations.NullMarked;
