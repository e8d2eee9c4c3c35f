/**
 * How documents come in: lines become typed documents, these a staging table, and the staging table one merge.
 *
 * <p>May import: what stands above dev.assay.document in docs/architecture.md, nothing of dev.assay.document itself.
 */
@NullMarked
package dev.assay.document.intake;

import org.jspecify.annotations.NullMarked;
