/**
 * What happened in a ledger, for other systems: an outbox to read from, and webhooks.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.event;

import org.jspecify.annotations.NullMarked;
