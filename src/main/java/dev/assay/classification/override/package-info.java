/** What people set in the place of what the rules say: with a reason, for a while, agreed to by another. */
@NullMarked
package dev.assay.classification.override;

import org.jspecify.annotations.NullMarked;
