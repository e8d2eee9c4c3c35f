/**
 * What a rule sees and may call: the rule author's API.
 *
 * <p>May import: nothing of the rest.
 */
@NullMarked
package dev.assay.engine.fact;

import org.jspecify.annotations.NullMarked;
