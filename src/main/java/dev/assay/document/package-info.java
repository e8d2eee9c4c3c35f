/**
 * Orders, invoices, credit notes, payments and their allocations.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.document;

import org.jspecify.annotations.NullMarked;
