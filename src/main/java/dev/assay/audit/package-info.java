/**
 * The append-only record of who changed what, before and after.
 *
 * <p>May import: engine, platform.
 */
@NullMarked
package dev.assay.audit;

import org.jspecify.annotations.NullMarked;
