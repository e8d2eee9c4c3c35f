/**
 * Runs that begin by themselves: cron expressions in a ledger's time zone, one run however many nodes there are.
 *
 * <p>May import: what stands above reclassification in docs/architecture.md, and reclassification.
 */
@NullMarked
package dev.assay.reclassification.schedule;

import org.jspecify.annotations.NullMarked;
