/**
 * Stored ruleset versions and the one active on this node.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.ruleset;

import org.jspecify.annotations.NullMarked;
