/**
 * Evaluate, record and replay decisions; the current classification.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.classification;

import org.jspecify.annotations.NullMarked;
