/**
 * Users, API keys and roles: who may call what.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.access;

import org.jspecify.annotations.NullMarked;
