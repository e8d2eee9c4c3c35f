/**
 * Configuration, the embedded database, problem+json, clock and health: what every feature stands on.
 *
 * <p>May import: engine.
 */
@NullMarked
package dev.assay.platform;

import org.jspecify.annotations.NullMarked;
