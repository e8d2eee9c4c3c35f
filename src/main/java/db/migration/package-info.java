/** Migrations that are programs; the others are SQL files beside them. */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
