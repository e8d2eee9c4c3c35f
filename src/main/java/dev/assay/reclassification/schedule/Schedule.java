package dev.assay.reclassification.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reclassification.Run;

/**
 * When runs of a ledger begin by themselves, and what they do.
 *
 * @param cron Quartz cron expression in the ledger's time zone, such as {@code 0 0 2 1 * ?}: two o'clock on the first of a month
 * @param enabled false: kept, but it doesn't run
 */
record Schedule(String name, String cron, Run.Mode mode, Run.Scope scope, JsonNode filter, boolean enabled) {}
