/** How fresh the documents are. */
@NullMarked
package dev.assay.credit.feed;

import org.jspecify.annotations.NullMarked;
