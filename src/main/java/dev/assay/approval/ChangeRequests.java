package dev.assay.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.approval.ChangeRequest.State;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers, on the connection of a transaction that entered the ledger. Nobody answers his own; each person
 * counts once; who agrees to an amount must have the authority for it.
 */
@ApplicationScoped
public class ChangeRequests {

    private static final String ENTITY = "change-request";
    /** Who ends what nobody answered. */
    private static final String DEADLINE = "deadline";

    @Inject
    @Any
    Instance<ChangeKind> kinds;

    @Inject
    StoredRequests stored;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * What is asked for.
     *
     * @param customerId null if it is about no single customer
     * @param amount in the ledger's base currency; null if no money moves
     */
    public record Wish(
            String kind,
            String subject,
            @Nullable Long customerId,
            ChangeRequest.Summary summary,
            JsonNode payload,
            @Nullable BigDecimal amount) {}

    /** Opens a request of the caller's and returns its id. */
    public long open(Connection connection, Ledger ledger, Wish wish) throws SQLException {
        return open(connection, ledger, wish, caller.name());
    }

    /** Opens a request for somebody who may not be calling, such as who started a run, and returns its id. */
    public long open(Connection connection, Ledger ledger, Wish wish, String requestedBy) throws SQLException {
        long id = stored.insert(connection, ledger, wish, requestedBy);
        audit(connection, ledger, id, "opened", wish.summary().en(), requestedBy);
        return id;
    }

    /** @throws dev.assay.platform.problem.Problem NOT_FOUND */
    public ChangeRequest require(Connection connection, Ledger ledger, long id) throws SQLException {
        return stored.find(connection, ledger, id, false).orElseThrow(() -> unknown(ledger, id));
    }

    private static RuntimeException unknown(Ledger ledger, long id) {
        return ProblemType.NOT_FOUND.problem("There is no request " + id + " in ledger \"" + ledger.code() + "\".");
    }

    /**
     * The caller agrees; with the last of those who must, it is done.
     *
     * @throws dev.assay.platform.problem.Problem FORBIDDEN for one's own and above one's authority; CONFLICT if it is answered or
     *     its deadline is over; DUPLICATE the second time
     */
    public ChangeRequest approve(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        ChangeRequest request = lock(connection, ledger, id);
        refuseOwn(request);
        requireAuthority(ledger, request.amount());
        if (request.steps().stream()
                .anyMatch(step -> step.step().equals("APPROVE") && step.by().equals(caller.name()))) {
            throw ProblemType.DUPLICATE.problem("You agreed to this already; another person must, too.");
        }
        boolean last = request.approvals() + 1 >= request.levels();
        if (last) {
            kind(request).prepare(connection, ledger);
        }
        step(connection, ledger, id, "APPROVE", comment);
        if (last) {
            stored.close(connection, id, State.APPROVED);
            kind(request).approved(connection, ledger, require(connection, ledger, id));
        }
        return require(connection, ledger, id);
    }

    /** By another person than the one who asked. */
    public ChangeRequest reject(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        refuseOwn(lock(connection, ledger, id));
        step(connection, ledger, id, "REJECT", comment);
        return refused(connection, ledger, id, State.REJECTED);
    }

    private ChangeRequest refused(Connection connection, Ledger ledger, long id, State state) throws SQLException {
        stored.close(connection, id, state);
        ChangeRequest request = require(connection, ledger, id);
        kind(request).refused(connection, ledger, request, caller.name());
        return request;
    }

    /**
     * Takes back a request for what is gone, if nobody answered it; its kind isn't told.
     *
     * @param by who made it go
     */
    public void obsolete(Connection connection, Ledger ledger, long id, String by) throws SQLException {
        State state = lockAny(connection, ledger, id).state();
        if (state == State.PENDING || state == State.EXPIRED && isOpen(connection, ledger, id)) {
            step(connection, ledger, id, "WITHDRAW", "what it asked for is gone", by);
            stored.close(connection, id, State.WITHDRAWN);
        }
    }

    /**
     * As {@link #obsolete}, unless somebody is answering it at this moment: his answer will find that what it asked for is gone. For
     * those who hold what an answer needs, and would wait for each other.
     */
    public void obsoleteIfFree(Connection connection, Ledger ledger, long id, String by) throws SQLException {
        if (stored.lockIfFree(connection, id)) {
            obsolete(connection, ledger, id, by);
        }
    }

    /** Nobody answered in time: it is over, and so is what waited for it. */
    void expire(Connection connection, Ledger ledger, long id) throws SQLException {
        if (lockAny(connection, ledger, id).state() == State.EXPIRED && isOpen(connection, ledger, id)) {
            stored.close(connection, id, State.EXPIRED);
            ChangeRequest request = require(connection, ledger, id);
            kind(request).refused(connection, ledger, request, DEADLINE);
            audit(connection, ledger, id, "EXPIRED", "nobody answered in time", DEADLINE);
        }
    }

    private boolean isOpen(Connection connection, Ledger ledger, long id) throws SQLException {
        return require(connection, ledger, id).closedAt() == null;
    }

    /** The request for something that nobody has answered; its deadline may be over. */
    public Optional<ChangeRequest> unanswered(Connection connection, Ledger ledger, String kind, String subject)
            throws SQLException {
        return stored.unanswered(connection, ledger, kind, subject);
    }

    /** By the one who asked. */
    public ChangeRequest withdraw(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        if (!lock(connection, ledger, id).requestedBy().equals(caller.name())) {
            throw ProblemType.FORBIDDEN.problem("Only who asked for it withdraws it; others reject it.");
        }
        step(connection, ledger, id, "WITHDRAW", comment);
        return refused(connection, ledger, id, State.WITHDRAWN);
    }

    ChangeRequest comment(Connection connection, Ledger ledger, long id, String comment) throws SQLException {
        require(connection, ledger, id);
        step(connection, ledger, id, "COMMENT", comment);
        return require(connection, ledger, id);
    }

    /** Whoever answers at the same time waits here, and then finds it answered. */
    private ChangeRequest lock(Connection connection, Ledger ledger, long id) throws SQLException {
        ChangeRequest request = lockAny(connection, ledger, id);
        if (request.state() != State.PENDING) {
            throw ProblemType.CONFLICT.problem("Request " + id + " is " + request.state() + " already.");
        }
        return request;
    }

    /** The steps are read after the lock is there, so they are those of whoever had it before. */
    private ChangeRequest lockAny(Connection connection, Ledger ledger, long id) throws SQLException {
        return stored.find(connection, ledger, id, true).orElseThrow(() -> unknown(ledger, id));
    }

    private void refuseOwn(ChangeRequest request) {
        if (request.requestedBy().equals(caller.name())) {
            throw ProblemType.FORBIDDEN.problem("You asked for this; nobody answers his own. 不能审批自己的申请。");
        }
    }

    private void requireAuthority(Ledger ledger, @Nullable BigDecimal amount) {
        BigDecimal limit = caller.approvalLimit().orElse(null);
        if (amount != null && limit != null && limit.compareTo(amount) < 0) {
            throw ProblemType.FORBIDDEN.problem("The request moves " + amount.toPlainString() + " "
                    + ledger.baseCurrency() + "; you may agree to " + limit.toPlainString() + ".");
        }
    }

    private ChangeKind kind(ChangeRequest request) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(request.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing does requests of kind " + request.kind()));
    }

    private void step(Connection connection, Ledger ledger, long id, String step, String comment) throws SQLException {
        step(connection, ledger, id, step, comment, caller.name());
    }

    private void step(Connection connection, Ledger ledger, long id, String step, String comment, String by)
            throws SQLException {
        stored.step(connection, ledger, id, step, by, comment);
        audit(connection, ledger, id, step, comment, by);
    }

    private void audit(Connection connection, Ledger ledger, long id, String event, String comment, String by)
            throws SQLException {
        String after = json.createObjectNode()
                .put("event", event)
                .put("comment", comment)
                .toString();
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(ENTITY, String.valueOf(id), null, after));
    }
}
