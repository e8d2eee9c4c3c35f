package dev.assay.approval;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inbox: what waits for a person, and the answers. */
@Path("/api/v1/ledgers/{ledger}")
public class ChangeRequestResource {

    private static final int COMMENT_MAX = 2_000;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ChangeRequests requests;

    @Inject
    StoredRequests stored;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    public record Answer(@Nullable String comment) {}

    /** Newest first. @param mine only what waits for the caller; @param before the last id of the page before */
    @GET
    @Path("change-requests")
    @PermissionsAllowed(Permission.CHANGE_READ)
    public List<ChangeRequest> list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("state") ChangeRequest.@Nullable State state,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("mine") @DefaultValue("false") boolean mine,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection ->
                        stored.page(connection, ledger, state, kind, mine ? caller.require() : null, before, limit));
    }

    @GET
    @Path("change-requests/{id}")
    @PermissionsAllowed(Permission.CHANGE_READ)
    public ChangeRequest get(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> requests.require(connection, ledger, id));
    }

    @POST
    @Path("change-requests/{id}/approve")
    @PermissionsAllowed(Permission.CHANGE_APPROVE)
    public ChangeRequest approve(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return answer(ledgerCode, id, answer, requests::approve);
    }

    @POST
    @Path("change-requests/{id}/reject")
    @PermissionsAllowed(Permission.CHANGE_APPROVE)
    public ChangeRequest reject(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return answer(ledgerCode, id, answer, requests::reject);
    }

    @POST
    @Path("change-requests/{id}/withdraw")
    @PermissionsAllowed(Permission.CHANGE_READ)
    public ChangeRequest withdraw(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return answer(ledgerCode, id, answer, requests::withdraw);
    }

    @POST
    @Path("change-requests/{id}/comments")
    @PermissionsAllowed(Permission.CHANGE_READ)
    public ChangeRequest comment(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        if (text(answer).isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "A comment says something.", List.of(new FieldError("/comment", "is empty")));
        }
        return answer(ledgerCode, id, answer, requests::comment);
    }

    private interface Step {
        ChangeRequest take(Connection connection, Ledger ledger, long id, String comment) throws SQLException;
    }

    private ChangeRequest answer(String ledgerCode, long id, @Nullable Answer answer, Step step) {
        Ledger ledger = ledgers.require(ledgerCode);
        String comment = text(answer);
        return transaction.call(ledger, connection -> step.take(connection, ledger, id, comment));
    }

    private static String text(@Nullable Answer answer) {
        String comment = answer == null || answer.comment() == null
                ? ""
                : answer.comment().strip();
        if (comment.length() > COMMENT_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The comment is too long.",
                    List.of(new FieldError("/comment", "is longer than " + COMMENT_MAX + " characters")));
        }
        return comment;
    }

    @GET
    @Path("approval-policy")
    @PermissionsAllowed(Permission.CHANGE_READ)
    public ApprovalPolicy policy(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> ApprovalPolicy.of(connection, ledger));
    }

    @PUT
    @Path("approval-policy")
    @PermissionsAllowed(Permission.LEDGER_WRITE)
    public ApprovalPolicy putPolicy(@PathParam("ledger") String ledgerCode, ApprovalPolicy policy) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (policy.deadlineDays() < 1 || policy.deadlineDays() > ApprovalPolicy.DEADLINE_DAYS_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The policy can't be like this.",
                    List.of(new FieldError(
                            "/deadlineDays",
                            policy.deadlineDays() + " is not within 1 and " + ApprovalPolicy.DEADLINE_DAYS_MAX)));
        }
        if (policy.twoAbove() != null && policy.twoAbove().signum() < 0) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The policy can't be like this.",
                    List.of(new FieldError("/twoAbove", policy.twoAbove() + " is negative")));
        }
        transaction.run(ledger, connection -> {
            policy.store(connection, ledger);
            AuditLog.record(
                    connection,
                    ledger.id(),
                    clock.instant(),
                    caller.name(),
                    new AuditLog.Change(
                            "approval-policy",
                            ledger.code(),
                            null,
                            "{\"twoAbove\":" + policy.twoAbove() + ",\"deadlineDays\":" + policy.deadlineDays() + "}"));
        });
        return policy;
    }
}
