/**
 * What rules may know about stored customers, and the JSON in which it is told.
 *
 * <p>May import: what stands above classification in docs/architecture.md.
 */
@NullMarked
package dev.assay.classification.facts;

import org.jspecify.annotations.NullMarked;
