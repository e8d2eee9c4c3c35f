/**
 * Two ledgers of real data, loaded and graded at the first start so that there is something to look at.
 *
 * <p>May import: everything; nothing imports it.
 */
@NullMarked
package dev.assay.sample;

import org.jspecify.annotations.NullMarked;
