/** What waits for a person before it may go on: customers on hold, orders that a check stopped. */
@NullMarked
package dev.assay.credit.hold;

import org.jspecify.annotations.NullMarked;
