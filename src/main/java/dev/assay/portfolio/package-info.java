/**
 * The customers of a ledger and what stands for them, added up and listed.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.portfolio;

import org.jspecify.annotations.NullMarked;
