/**
 * What waits for a person: requests that others than the one who asks must agree to.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.approval;

import org.jspecify.annotations.NullMarked;
