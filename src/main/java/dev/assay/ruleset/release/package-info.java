/** From a draft to a version that serves: reviews with their evidence, approvals, activation, roll-back, comparison. */
@NullMarked
package dev.assay.ruleset.release;

import org.jspecify.annotations.NullMarked;
