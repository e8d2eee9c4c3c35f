package dev.assay.reclassification.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.reclassification.Run;
import java.time.Instant;
import java.util.List;

/** A schedule as clients see it, with the next instants at which it begins a run. */
public record ScheduleView(
        String name,
        String cron,
        String timeZone,
        Run.Mode mode,
        Run.Scope scope,
        JsonNode filter,
        boolean enabled,
        List<Instant> nextRuns) {}
