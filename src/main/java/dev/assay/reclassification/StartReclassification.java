package dev.assay.reclassification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.access.Caller;
import dev.assay.access.DataScope;
import dev.assay.classification.AsOf;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run.Mode;
import dev.assay.reclassification.Run.Scope;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Queues a bulk run; some node begins it at once. */
@ApplicationScoped
public class StartReclassification {

    private static final long WAIT_MS = 50;

    @Inject
    Caller caller;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Runs runs;

    @Inject
    Rulesets rulesets;

    @Inject
    ReclassificationWorker worker;

    @Inject
    Clock clock;

    /**
     * What is asked for.
     *
     * @param asOf business date the facts are cut at; default: today in the ledger's time zone
     * @param knownAt documents recorded later are not read; default: everything recorded so far
     * @param mode default SIMULATE
     * @param scope whom it looks at; default ALL
     * @param changedSince with CHANGED: what was recorded after this; default: the last applied run
     * @param filter parameters of the customer search, and {@code grade}
     * @param rulesetVersion default: the active one
     */
    public record Request(
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            @Nullable Mode mode,
            @Nullable Scope scope,
            @Nullable Instant changedSince,
            @Nullable JsonNode filter,
            @Nullable String rulesetVersion) {}

    /**
     * Queues a run.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_REQUEST; CONFLICT while another APPLY run of the ledger isn't finished
     */
    public long start(Ledger ledger, Request request, String requestedBy) {
        long id = transaction.call(
                ledger,
                connection -> start(connection, ledger, request, requestedBy).id());
        worker.wake();
        return id;
    }

    /**
     * Runs and waits for the end: what a start of the service does, not a request.
     *
     * @throws IllegalStateException if the run doesn't end DONE
     */
    public void startAndWait(Ledger ledger, Request request, String requestedBy) throws InterruptedException {
        long id = start(ledger, request, requestedBy);
        Run run = read(ledger, id);
        while (!run.state().isFinal()) {
            TimeUnit.MILLISECONDS.sleep(WAIT_MS);
            run = read(ledger, id);
        }
        if (run.state() != Run.State.DONE) {
            throw new IllegalStateException(
                    "Run " + id + " of ledger " + ledger.code() + " ended " + run.state() + ": " + run.failure());
        }
    }

    private Run read(Ledger ledger, long id) {
        return transaction.read(
                ledger, connection -> runs.find(connection, ledger, id).orElseThrow());
    }

    /** As {@link #start(Ledger, Request, String)}, in a transaction of the caller's, who calls {@link #begin} after it. */
    Run start(Connection connection, Ledger ledger, Request request, String requestedBy) throws SQLException {
        return start(connection, ledger, request, caller.scope(), requestedBy);
    }

    private Run start(
            Connection connection, Ledger ledger, Request request, DataScope scopeOfCaller, String requestedBy)
            throws SQLException {
        Mode mode = Objects.requireNonNullElse(request.mode(), Mode.SIMULATE);
        Scope scope = Objects.requireNonNullElse(request.scope(), Scope.ALL);
        JsonNode filter = request.filter() == null || request.filter().isNull()
                ? JsonNodeFactory.instance.objectNode()
                : request.filter();
        checkFilter(ledger, filter);
        filter = ScopedFilter.narrow(filter, scopeOfCaller);
        String version =
                request.rulesetVersion() == null ? activeVersion(ledger) : knownVersion(request.rulesetVersion());
        if (request.changedSince() != null && scope != Scope.CHANGED) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "changedSince goes with scope CHANGED only.",
                    List.of(new FieldError("/changedSince", "leave it out, or set scope to CHANGED")));
        }
        if (mode == Mode.APPLY) {
            refuseSecond(connection, ledger);
        }
        LocalDate asOf =
                request.asOf() == null ? LocalDate.now(clock.withZone(ledger.timeZone())) : AsOf.check(request.asOf());
        Instant knownAt =
                request.knownAt() == null ? PaymentHistories.lastRecorded(connection, ledger) : request.knownAt();
        Instant since = scope == Scope.CHANGED ? changedSince(connection, ledger, request.changedSince()) : null;
        return runs.queue(
                connection, ledger, new Runs.Request(mode, asOf, knownAt, scope, since, filter, version, requestedBy));
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST naming what of a run's filter is wrong */
    public void checkFilter(Ledger ledger, JsonNode filter) {
        CustomerSelection.of(ledger, filter);
    }

    /** A queued run is committed: begin it. */
    void begin() {
        worker.wake();
    }

    private @Nullable Instant changedSince(Connection connection, Ledger ledger, @Nullable Instant asked)
            throws SQLException {
        return asked != null
                ? asked
                : runs.lastApplied(connection, ledger).map(Run::knownAt).orElse(null);
    }

    /** Tries a version on all customers, whatever the one who asks for it sees: what is approved applies to all. */
    public long tryOnAll(Ledger ledger, String version, String requestedBy) {
        Request request = new Request(null, null, Mode.SIMULATE, Scope.ALL, null, null, version);
        long id = transaction.call(
                ledger,
                connection -> start(connection, ledger, request, DataScope.ALL, requestedBy)
                        .id());
        worker.wake();
        return id;
    }

    private String activeVersion(Ledger ledger) {
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return lease.ruleset().version();
        }
    }

    private String knownVersion(String version) {
        if (!rulesets.isKept(version)) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "There is no ruleset version \"" + version + "\".",
                    List.of(new FieldError("/rulesetVersion", "is not the version of any ruleset that ever served")));
        }
        return version;
    }

    /** Requests about the runs of a ledger wait for each other here. */
    void lock(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended('reclassification', ?))")) {
            lock.setInt(1, ledger.id());
            lock.execute();
        }
    }

    private void refuseSecond(Connection connection, Ledger ledger) throws SQLException {
        lock(connection, ledger);
        Optional<Run> other = runs.applying(connection, ledger);
        if (other.isPresent()) {
            throw ProblemType.CONFLICT.problem("Run " + other.get().id() + " of this ledger is "
                    + other.get().state()
                    + " and applies its decisions when it ends; wait for it, or POST …/reclassifications/"
                    + other.get().id() + "/cancel.");
        }
    }
}
