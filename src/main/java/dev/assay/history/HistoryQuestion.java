package dev.assay.history;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics of a ledger's customers are asked for, and as seen from when.
 *
 * @param asOf business date the documents are cut at
 * @param knownAt only what was recorded by then counts
 * @param wanted a metric not among these stays null
 * @param cutPoints what rfm and valueClass compare with; null leaves them null
 */
record HistoryQuestion(
        Ledger ledger,
        LocalDate asOf,
        Instant knownAt,
        Set<Metric> wanted,
        @Nullable CutPoints cutPoints) {}
