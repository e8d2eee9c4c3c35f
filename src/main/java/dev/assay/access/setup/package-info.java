/** The first credentials of an installation. */
@NullMarked
package dev.assay.access.setup;

import org.jspecify.annotations.NullMarked;
