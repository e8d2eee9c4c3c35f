/**
 * What a document is: its fields, their types, and what must hold between them whatever the ledger says.
 *
 * <p>May import: what stands above dev.assay.document in docs/architecture.md.
 */
@NullMarked
package dev.assay.document.content;

import org.jspecify.annotations.NullMarked;
