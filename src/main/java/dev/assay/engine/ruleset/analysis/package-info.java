/**
 * What is doubtful in rules that keep the profile: gaps, overlaps, rules that never decide, each with a customer that shows it.
 *
 * <p>May import: engine.fact, engine.decision, engine.ruleset.syntax, engine.ruleset.profile.
 */
@NullMarked
package dev.assay.engine.ruleset.analysis;

import org.jspecify.annotations.NullMarked;
