/** May this order go? */
@NullMarked
package dev.assay.credit.check;

import org.jspecify.annotations.NullMarked;
