package dev.assay.engine.ruleset.analysis;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of an axis in which no comparison changes its answer, or the absence of data.
 *
 * @param sample one of its values: Integer (also for a date, as days since 1970-01-01), Double, BigDecimal, String or Boolean; null
 *     for no data
 * @param ordinary a customer may well be here; if not, the cell counts for what rules can reach, but makes no gap or overlap
 * @param single the sample is its only value
 */
record Cell(@Nullable Object sample, boolean ordinary, boolean single) {}
