/** Rises of limits that wait for another person. */
@NullMarked
package dev.assay.classification.rise;

import org.jspecify.annotations.NullMarked;
