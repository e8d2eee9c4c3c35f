/**
 * What customers owe and may owe, as of now, and whether their orders may go.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.credit;

import org.jspecify.annotations.NullMarked;
