package dev.assay.document.merge;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param accepted new documents
 * @param unchanged lines that say what is stored already
 * @param corrected documents that got a new version
 * @param rejected lines that were not recorded, each listed in {@code errors}
 */
public record BatchResult(long accepted, long unchanged, long corrected, long rejected, List<RejectedLine> errors) {}
