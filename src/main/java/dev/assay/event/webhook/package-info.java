/** Events sent to other systems, in order, until they say that they have them. */
@NullMarked
package dev.assay.event.webhook;

import org.jspecify.annotations.NullMarked;
