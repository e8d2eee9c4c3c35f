/**
 * The rules engine: pure Java and Drools. No Quarkus, no SQL, no HTTP; usable from any JVM program.
 *
 * <p>May import: nothing of the rest.
 */
@NullMarked
package dev.assay.engine;

import org.jspecify.annotations.NullMarked;
