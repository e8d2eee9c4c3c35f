package dev.assay.reclassification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequest.Summary;
import dev.assay.approval.ChangeRequests;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import dev.assay.reclassification.Run.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Runs that a guardrail stopped, as change requests: approval lets the run go on, everything else discards it. The request weighs as
 * much as the limits the run would raise and lower together, so that a rise here and a fall there don't hide each other.
 */
@ApplicationScoped
class GuardedRuns implements ChangeKind {

    static final String KIND = "RUN";

    /** What an unlimited limit counts as: the largest one that has an amount. */
    static final BigDecimal UNLIMITED = new BigDecimal("1000000000000");

    @Inject
    Runs runs;

    @Inject
    ChangeRequests requests;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** Asks for consent to a run that has just been stopped. */
    ChangeRequest ask(Connection connection, Run run, String guard) throws SQLException {
        ObjectNode payload = json.createObjectNode()
                .put("runId", run.id())
                .put("asOf", run.asOf().toString())
                .put("rulesetVersion", run.rulesetVersion())
                .put("guard", guard);
        long id = requests.open(
                connection,
                run.ledger(),
                new ChangeRequests.Wish(
                        KIND,
                        String.valueOf(run.id()),
                        null,
                        new Summary(
                                "批量重评 " + run.id() + "（基准日 " + run.asOf() + "）超出账套限制，等待确认：" + guard,
                                "Run " + run.id() + " as of " + run.asOf() + " was stopped by a guardrail: " + guard),
                        payload,
                        moved(connection, run)),
                run.requestedBy());
        return requests.require(connection, run.ledger(), id);
    }

    private static BigDecimal moved(Connection connection, Run run) throws SQLException {
        // One pass over the run's changes, by its primary key.
        try (PreparedStatement query = connection.prepareStatement("""
                select coalesce(sum(abs(limit_change)), 0),
                       coalesce(bool_or(limit_change is null and after_granted_type = 'UNLIMITED'
                                        and before_granted_type is distinct from 'UNLIMITED'), false)
                  from reclassification_change
                 where run_id = ?
                """)) {
            query.setLong(1, run.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                BigDecimal moved =
                        row.getBigDecimal(1).movePointLeft(run.ledger().baseScale());
                return row.getBoolean(2) ? moved.max(UNLIMITED) : moved;
            }
        }
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        String by = request.steps().get(request.steps().size() - 1).by();
        runs.confirmed(connection, waiting(connection, ledger, request), by);
        audit(connection, ledger, request, by, "confirmed");
    }

    @Override
    public void refused(Connection connection, Ledger ledger, ChangeRequest request, String by) throws SQLException {
        runs.finished(connection, waiting(connection, ledger, request), State.DISCARDED, null, by);
        audit(connection, ledger, request, by, "discarded");
    }

    private Run waiting(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        long id = Long.parseLong(request.subject());
        Run run = runs.find(connection, ledger, id).orElseThrow(() -> Runs.unknown(ledger, id));
        if (run.state() != State.WAITING) {
            throw ProblemType.CONFLICT.problem("Run " + id + " is " + run.state() + " and no longer waits.");
        }
        return run;
    }

    private void audit(Connection connection, Ledger ledger, ChangeRequest request, String by, String what)
            throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change("reclassification", request.subject(), null, "{\"answer\":\"" + what + "\"}"));
    }
}
