/** Trying a draft on one customer, before it is a version. */
@NullMarked
package dev.assay.classification.draft;

import org.jspecify.annotations.NullMarked;
