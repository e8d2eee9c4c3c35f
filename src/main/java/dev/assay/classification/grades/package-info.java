/**
 * How many customers have which grade, and how they go from grade to grade.
 *
 * <p>May import: what stands above classification in docs/architecture.md.
 */
@NullMarked
package dev.assay.classification.grades;

import org.jspecify.annotations.NullMarked;
