/** People and machines that an OpenID Connect provider vouches for. */
@NullMarked
package dev.assay.access.provider;

import org.jspecify.annotations.NullMarked;
