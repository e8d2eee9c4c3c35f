/**
 * Bulk runs over a ledger: chunks, progress, resume, who moved.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.reclassification;

import org.jspecify.annotations.NullMarked;
