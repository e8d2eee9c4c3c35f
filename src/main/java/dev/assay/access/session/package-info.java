/** Sessions of people: the cookie, the token against forged requests, login and logout. */
@NullMarked
package dev.assay.access.session;

import org.jspecify.annotations.NullMarked;
