/**
 * Many customers at once: streamed in, staged by COPY, judged line by line, written set-based in one transaction.
 *
 * <p>May import: customer, customer.content and what they may import.
 */
@NullMarked
package dev.assay.customer.batch;

import org.jspecify.annotations.NullMarked;
