/**
 * Every error an API client can see, as RFC 9457 problem+json.
 *
 * <p>May import: nothing of the rest.
 */
@NullMarked
package dev.assay.platform.problem;

import org.jspecify.annotations.NullMarked;
