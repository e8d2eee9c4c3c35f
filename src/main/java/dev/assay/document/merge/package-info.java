/**
 * How valid documents get into the ledger: a staging table filled by COPY, and one set-based merge of it.
 *
 * <p>May import: what stands above dev.assay.document in docs/architecture.md, and document.content.
 */
@NullMarked
package dev.assay.document.merge;

import org.jspecify.annotations.NullMarked;
