package dev.assay.reclassification.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run;
import dev.assay.reclassification.StartReclassification;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** When runs begin by themselves. */
@Path("/api/v1/ledgers/{ledger}/reclassification-schedules")
public class ScheduleResource {

    private static final int NEXT_RUNS = 5;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Schedules schedules;

    @Inject
    StartReclassification start;

    @Inject
    Clock clock;

    @Inject
    SecurityIdentity caller;

    /**
     * What a client says of a schedule.
     *
     * @param cron Quartz cron expression in the ledger's time zone, such as {@code 0 0 2 1 * ?}
     * @param mode default APPLY
     * @param scope default ALL
     * @param filter as for a run; default: everyone
     * @param enabled default true
     */
    public record ScheduleRequest(
            @Nullable String cron,
            Run.@Nullable Mode mode,
            Run.@Nullable Scope scope,
            @Nullable JsonNode filter,
            @Nullable Boolean enabled) {}

    @GET
    @PermissionsAllowed(Permission.RUN_READ)
    public List<ScheduleView> list(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> schedules.all(connection, ledger)).stream()
                .map(schedule -> view(ledger, schedule))
                .toList();
    }

    /** Creates or replaces a schedule. A run that was missed while no node ran is caught up once. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.RUN_WRITE)
    @APIResponse(
            responseCode = "200",
            description = "The schedule, with its next runs; 201 if it is new",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Response put(
            @PathParam("ledger") String ledgerCode, @PathParam("name") String name, @Nullable ScheduleRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The schedule's name \"" + name + "\" is not acceptable: use 1 to 40 letters, digits, - or _.");
        }
        Schedule schedule = read(ledger, name, request);
        boolean created = schedules.put(ledger, schedule, caller.getPrincipal().getName());
        return Response.status(created ? Response.Status.CREATED : Response.Status.OK)
                .entity(view(ledger, schedule))
                .build();
    }

    @DELETE
    @Path("{name}")
    @PermissionsAllowed(Permission.RUN_WRITE)
    public void delete(@PathParam("ledger") String ledgerCode, @PathParam("name") String name) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (!schedules.delete(ledger, name, caller.getPrincipal().getName())) {
            throw ProblemType.NOT_FOUND.problem("Ledger \"" + ledger.code() + "\" has no schedule \"" + name + "\".");
        }
    }

    private Schedule read(Ledger ledger, String name, @Nullable ScheduleRequest request) {
        String cron =
                request == null || request.cron() == null ? "" : request.cron().strip();
        cron(ledger, cron);
        JsonNode filter =
                request == null || request.filter() == null ? JsonNodeFactory.instance.objectNode() : request.filter();
        start.checkFilter(ledger, filter);
        return new Schedule(
                name,
                cron,
                Objects.requireNonNullElse(request == null ? null : request.mode(), Run.Mode.APPLY),
                Objects.requireNonNullElse(request == null ? null : request.scope(), Run.Scope.ALL),
                filter,
                request == null || request.enabled() == null || request.enabled());
    }

    private static CronExpression cron(Ledger ledger, String text) {
        try {
            CronExpression cron = new CronExpression(text);
            cron.setTimeZone(TimeZone.getTimeZone(ledger.timeZone()));
            return cron;
        } catch (ParseException e) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "\"" + text + "\" is not a cron expression.",
                    List.of(new FieldError(
                            "/cron",
                            e.getMessage()
                                    + "; write seconds, minutes, hours, day of month, month and day of week, such as"
                                    + " \"0 0 2 1 * ?\" for two o'clock on the first of each month")));
        }
    }

    private ScheduleView view(Ledger ledger, Schedule schedule) {
        return new ScheduleView(
                schedule.name(),
                schedule.cron(),
                ledger.timeZone().getId(),
                schedule.mode(),
                schedule.scope(),
                schedule.filter(),
                schedule.enabled(),
                schedule.enabled() ? next(cron(ledger, schedule.cron())) : List.of());
    }

    private List<Instant> next(CronExpression cron) {
        List<Instant> runs = new ArrayList<>();
        Date after = Date.from(clock.instant());
        while (runs.size() < NEXT_RUNS) {
            after = cron.getNextValidTimeAfter(after);
            if (after == null) {
                return runs;
            }
            runs.add(after.toInstant());
        }
        return runs;
    }
}
