/**
 * How bodies are read: NDJSON and JSON arrays of any length, in constant memory.
 *
 * <p>May import: what stands above dev.assay.document in docs/architecture.md, and document.content.
 */
@NullMarked
package dev.assay.document.body;

import org.jspecify.annotations.NullMarked;
