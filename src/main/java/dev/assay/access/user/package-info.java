/** People: passwords, roles, data scope, second factor. */
@NullMarked
package dev.assay.access.user;

import org.jspecify.annotations.NullMarked;
