/**
 * The embedded PostgreSQL: real binaries, started and stopped by this service unless an external database is configured.
 *
 * <p>May import: nothing of the rest.
 */
@NullMarked
package dev.assay.platform.database;

import org.jspecify.annotations.NullMarked;
