/**
 * Sets of books: base currency, time zone, settings.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.ledger;

import org.jspecify.annotations.NullMarked;
