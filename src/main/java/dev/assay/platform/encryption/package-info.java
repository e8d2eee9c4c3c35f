/** Encryption of what even a reader of the database must not see. */
@NullMarked
package dev.assay.platform.encryption;

import org.jspecify.annotations.NullMarked;
