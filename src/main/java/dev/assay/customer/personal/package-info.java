/** What is known of individuals as persons: sealed, shown for a reason, erased on request. */
@NullMarked
package dev.assay.customer.personal;

import org.jspecify.annotations.NullMarked;
