/**
 * The text of rule files becomes our own tree here: DRL, CSV and XLSX decision tables, YAML.
 *
 * <p>May import: engine.fact, engine.ruleset.Diagnostic.
 */
@NullMarked
package dev.assay.engine.ruleset.syntax;

import org.jspecify.annotations.NullMarked;
