/**
 * Customer master data.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.customer;

import org.jspecify.annotations.NullMarked;
