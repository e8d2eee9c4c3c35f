/**
 * What the rules decided about a customer, and why.
 *
 * <p>May import: engine.fact.
 */
@NullMarked
package dev.assay.engine.decision;

import org.jspecify.annotations.NullMarked;
