/** Bank accounts of customers: encrypted, shown masked, revealed on the record. */
@NullMarked
package dev.assay.customer.bank;

import org.jspecify.annotations.NullMarked;
