/**
 * What may be said of a customer: read from JSON, checked, and brought into one normal form.
 *
 * <p>May import: platform, ledger. No SQL, no HTTP.
 */
@NullMarked
package dev.assay.customer.content;

import org.jspecify.annotations.NullMarked;
