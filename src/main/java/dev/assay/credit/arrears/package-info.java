/** Who owes what is overdue, and what was done about it. */
@NullMarked
package dev.assay.credit.arrears;

import org.jspecify.annotations.NullMarked;
