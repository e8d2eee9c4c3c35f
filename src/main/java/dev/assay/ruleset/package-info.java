/**
 * Stored ruleset versions, the one active on this node, and how the rules folder becomes it.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.ruleset;

import org.jspecify.annotations.NullMarked;
