/**
 * Documents become metrics as of a date.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.history;

import org.jspecify.annotations.NullMarked;
