/** What is due for people: reviews, overrides that end, answers that are waited for, a feed that went quiet. */
@NullMarked
package dev.assay.reclassification.due;

import org.jspecify.annotations.NullMarked;
