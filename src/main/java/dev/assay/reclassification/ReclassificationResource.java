package dev.assay.reclassification;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.audit.AuditLog;
import dev.assay.customer.IdempotentAnswers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ledger.SqlWork;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run.State;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Bulk runs over HTTP: ask for one, watch it, cancel it, answer it. */
@Path("/api/v1/ledgers/{ledger}/reclassifications")
public class ReclassificationResource {

    private static final int PAGE_MAX = 200;
    private static final Duration EVENTS_EVERY = Duration.ofMillis(500);
    private static final String OPERATION = "POST reclassifications";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    StartReclassification start;

    @Inject
    Runs runs;

    @Inject
    ReadProgress progress;

    @Inject
    GuardedRuns guarded;

    @Inject
    ChangeRequests requests;

    @Inject
    Clock clock;

    @Inject
    Caller caller;

    /**
     * One page of runs.
     *
     * @param nextCursor where the next page begins, null on the last
     */
    public record Page(
            List<ReclassificationView> items, @Nullable String nextCursor) {}

    /** Asks for a run. With an {@code Idempotency-Key} it can safely be sent again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.RUN_START)
    @APIResponse(
            responseCode = "202",
            description = "The run is queued; Location is its progress",
            content = @Content(schema = @Schema(implementation = ReclassificationView.class)))
    public Response start(
            @PathParam("ledger") String ledgerCode,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            StartReclassification.@Nullable Request request) {
        Ledger ledger = ledgers.require(ledgerCode);
        String key = IdempotentAnswers.checkKey(idempotencyKey);
        StartReclassification.Request asked =
                request == null ? new StartReclassification.Request(null, null, null, null, null, null, null) : request;
        if (asked.mode() == Run.Mode.APPLY && !caller.may(Permission.RUN_WRITE)) {
            throw ProblemType.FORBIDDEN.problem(
                    "You may try runs (mode SIMULATE), but not apply one; a controller does.");
        }
        ReclassificationView view = transaction.call(ledger, connection -> start(connection, ledger, asked, key));
        start.begin();
        return Response.accepted(view)
                .location(URI.create("/api/v1/ledgers/" + ledger.code() + "/reclassifications/" + view.id()))
                .build();
    }

    private ReclassificationView start(
            Connection connection, Ledger ledger, StartReclassification.Request request, @Nullable String key)
            throws SQLException {
        if (key == null) {
            return view(connection, start.start(connection, ledger, request, name()));
        }
        IdempotentAnswers.Request keyed = new IdempotentAnswers.Request(
                OPERATION,
                key,
                IdempotentAnswers.digest().digest(request.toString().getBytes(StandardCharsets.UTF_8)));
        start.lock(connection, ledger);
        Optional<IdempotentAnswers.Answer> before = IdempotentAnswers.find(connection, ledger, keyed);
        if (before.isPresent()) {
            return view(
                    connection,
                    require(connection, ledger, Long.parseLong(before.get().body())));
        }
        Run run = start.start(connection, ledger, request, name());
        IdempotentAnswers.keep(
                connection,
                ledger,
                keyed,
                new IdempotentAnswers.Answer(
                        Response.Status.ACCEPTED.getStatusCode(), null, null, String.valueOf(run.id())),
                clock.instant());
        return view(connection, run);
    }

    /** The ledger's runs, newest first. */
    @GET
    @PermissionsAllowed(Permission.RUN_READ)
    public Page list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemType.INVALID_REQUEST.problem("limit " + limit + " is not between 1 and " + PAGE_MAX + ".");
        }
        if (cursor != null && !cursor.matches("[0-9]{1,18}")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "cursor \"" + cursor + "\" is not the nextCursor of an answer; send it as it was received.");
        }
        long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> {
            List<Run> found = runs.before(connection, ledger, before, limit + 1);
            List<ReclassificationView> items = new ArrayList<>();
            for (Run run : found.subList(0, Math.min(limit, found.size()))) {
                items.add(view(connection, run));
            }
            return new Page(
                    items,
                    found.size() > limit ? String.valueOf(found.get(limit - 1).id()) : null);
        });
    }

    /** A run and how far it is. */
    @GET
    @Path("{id}")
    @PermissionsAllowed(Permission.RUN_READ)
    public ReclassificationView get(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return read(ledgers.require(ledgerCode), id);
    }

    /** The same twice a second, as server-sent events, until the run ends or waits for a person. */
    @GET
    @Path("{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.RUN_READ)
    public Multi<ReclassificationView> events(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        ReclassificationView now = read(ledger, id);
        if (now.state().isFinal() || now.state() == State.WAITING) {
            return Multi.createFrom().item(now);
        }
        boolean[] last = {false};
        return Multi.createFrom()
                .ticks()
                .every(EVENTS_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .item(() -> read(ledger, id))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .select()
                .first(view -> {
                    boolean more = !last[0];
                    last[0] = view.state().isFinal() || view.state() == State.WAITING;
                    return more;
                });
    }

    /** Stops a run within a second; nothing of it is applied. A finished run can't be cancelled. */
    @POST
    @Path("{id}/cancel")
    @PermissionsAllowed(Permission.RUN_WRITE)
    public ReclassificationView cancel(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return answer(ledgerCode, id, "cancelled", (connection, run) -> {
            switch (run.state()) {
                case WAITING -> {
                    // the request first, as in answers to it: whoever locks them in another order waits for ever
                    long request = request(connection, run.ledger(), run).id();
                    requests.obsolete(connection, run.ledger(), request, name());
                    runs.finished(connection, run, State.CANCELLED, null, name());
                }
                case QUEUED, READING, EVALUATING, APPLYING -> {
                    if (!runs.requestCancel(connection, run)) {
                        throw notNow(
                                require(connection, run.ledger(), run.id()),
                                "cancelled; it can be until it is applied");
                    }
                }
                default -> throw notNow(run, "cancelled; it can be until it is applied");
            }
        });
    }

    /** Agrees to a run that a guardrail stopped, as approving its change request does; the last of those needed lets it go on. */
    @POST
    @Path("{id}/confirm")
    @PermissionsAllowed(Permission.CHANGE_APPROVE)
    public ReclassificationView confirm(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        ReclassificationView view = transaction.call(ledger, connection -> {
            ChangeRequest request = waiting(connection, ledger, id, "confirmed");
            var unused = requests.approve(connection, ledger, request.id(), "");
            return view(connection, require(connection, ledger, id));
        });
        start.begin();
        return view;
    }

    /** Ends a run that a guardrail stopped, as rejecting or withdrawing its change request does; nothing of it is applied. */
    @POST
    @Path("{id}/discard")
    @PermissionsAllowed(Permission.RUN_WRITE)
    public ReclassificationView discard(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            ChangeRequest request = waiting(connection, ledger, id, "discarded");
            if (request.state() == ChangeRequest.State.EXPIRED) {
                requests.obsolete(connection, ledger, request.id(), name());
                guarded.refused(connection, ledger, request, name());
            } else if (request.requestedBy().equals(name())) {
                var unused = requests.withdraw(connection, ledger, request.id(), "");
            } else {
                var unused = requests.reject(connection, ledger, request.id(), "");
            }
            return view(connection, require(connection, ledger, id));
        });
    }

    private ChangeRequest waiting(Connection connection, Ledger ledger, long id, String what) throws SQLException {
        start.lock(connection, ledger);
        Run run = require(connection, ledger, id);
        if (run.state() != State.WAITING) {
            throw notNow(run, what + "; only a waiting run can");
        }
        return request(connection, ledger, run);
    }

    /** The change request of a waiting run; one that waited before there were any gets it now. */
    private ChangeRequest request(Connection connection, Ledger ledger, Run run) throws SQLException {
        Optional<ChangeRequest> request =
                requests.unanswered(connection, ledger, GuardedRuns.KIND, String.valueOf(run.id()));
        return request.isPresent() ? request.get() : guarded.ask(connection, run, String.valueOf(run.guard()));
    }

    /** What a person says to a run. */
    private interface Answer {
        void give(Connection connection, Run run) throws SQLException;
    }

    private ReclassificationView answer(String ledgerCode, long id, String what, Answer answer) {
        Ledger ledger = ledgers.require(ledgerCode);
        SqlWork<ReclassificationView> work = connection -> {
            start.lock(connection, ledger);
            answer.give(connection, require(connection, ledger, id));
            AuditLog.record(
                    connection,
                    ledger.id(),
                    clock.instant(),
                    name(),
                    new AuditLog.Change("reclassification", String.valueOf(id), null, "{\"answer\":\"" + what + "\"}"));
            return view(connection, require(connection, ledger, id));
        };
        return transaction.call(ledger, work);
    }

    private static RuntimeException notNow(Run run, String what) {
        return ProblemType.CONFLICT.problem("Run " + run.id() + " is " + run.state() + " and can't be " + what + ".");
    }

    private ReclassificationView read(Ledger ledger, long id) {
        return transaction.read(ledger, connection -> view(connection, require(connection, ledger, id)));
    }

    private ReclassificationView view(Connection connection, Run run) throws SQLException {
        return ReclassificationView.of(run, progress.of(connection, run));
    }

    private Run require(Connection connection, Ledger ledger, long id) throws SQLException {
        return runs.find(connection, ledger, id).orElseThrow(() -> Runs.unknown(ledger, id));
    }

    private String name() {
        return caller.name();
    }
}
