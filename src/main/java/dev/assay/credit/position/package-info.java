/** Limit, exposure and what is left of it, as of now. */
@NullMarked
package dev.assay.credit.position;

import org.jspecify.annotations.NullMarked;
