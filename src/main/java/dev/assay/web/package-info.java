/**
 * Hands the web application to browsers. The application itself is in src/main/webui and knows of the service what its API says.
 *
 * <p>May import: what stands above it in docs/architecture.md.
 */
@NullMarked
package dev.assay.web;

import org.jspecify.annotations.NullMarked;
