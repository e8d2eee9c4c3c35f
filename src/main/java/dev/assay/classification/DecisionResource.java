package dev.assay.classification;

import dev.assay.access.Permission;
import dev.assay.classification.grades.GradeCount;
import dev.assay.classification.grades.GradeCounts;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands, what was decided, and whether it can be decided again. */
@Path("/api/v1/ledgers/{ledger}")
public class DecisionResource {

    private static final int PAGE_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Decisions decisions;

    @Inject
    ReplayDecision replay;

    @Inject
    GradeCounts gradeCounts;

    @Inject
    ImproveDecision improve;

    /**
     * One page of decisions.
     *
     * @param nextCursor where the next page begins, null on the last
     */
    public record Page(List<DecisionView> items, @Nullable String nextCursor) {}

    /** @param knownAt documents recorded later are not read; default: everything known now */
    public record ReplayRequest(@Nullable Instant knownAt, ReplayDecision.@Nullable Rules rules) {}

    /** The decision that stands for a customer. */
    @GET
    @Path("customers/{code}/classification")
    @PermissionsAllowed(Permission.DECISION_READ)
    public ClassificationView classification(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> {
            Customer.Identity customer = customer(connection, ledger, code);
            return decisions
                    .standing(connection, ledger, customer)
                    .orElseThrow(() -> ProblemType.DECISION_NOT_FOUND.problem("Customer \"" + code
                            + "\" was never graded; POST …/customers/" + code + "/evaluations does it."));
        });
    }

    /** A customer's decisions, the newest as-of date first, trials included. */
    @GET
    @Path("customers/{code}/decisions")
    @PermissionsAllowed(Permission.DECISION_READ)
    public Page decisions(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemType.INVALID_REQUEST.problem("limit " + limit + " is not between 1 and " + PAGE_MAX + ".");
        }
        DecisionCursor after = DecisionCursor.parse(cursor);
        Ledger ledger = ledgers.require(ledgerCode);
        List<DecisionView> found = transaction.read(ledger, connection -> {
            Customer.Identity customer = customer(connection, ledger, code);
            return decisions.ofCustomer(connection, ledger, customer.id(), after, limit + 1).stream()
                    .map(StoredDecision::view)
                    .toList();
        });
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        DecisionView last = found.get(limit - 1);
        Long lastId = last.id();
        return new Page(
                found.subList(0, limit), lastId == null ? null : new DecisionCursor(last.asOf(), lastId).text());
    }

    @GET
    @Path("decisions/{id}")
    @PermissionsAllowed(Permission.DECISION_READ)
    public DecisionView decision(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger, connection -> stored(connection, ledger, id).view());
    }

    /** The nearest change of each metric that would have reached a better grade or lifted the hold, each of them evaluated. */
    @GET
    @Path("decisions/{id}/improvements")
    @PermissionsAllowed(Permission.DECISION_READ)
    public ImprovementsView improvements(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return improve.improve(transaction.read(ledger, connection -> stored(connection, ledger, id)));
    }

    /** Decides again from the facts as they are known now, or were known at an instant; changes nothing. */
    @POST
    @Path("decisions/{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.DECISION_REPLAY)
    public ReplayView replay(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable ReplayRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        Instant knownAt = request == null ? null : request.knownAt();
        ReplayDecision.Rules rules =
                request == null || request.rules() == null ? ReplayDecision.Rules.ACTIVE : request.rules();
        return transaction.read(
                ledger,
                connection -> replay.replay(connection, ledger, stored(connection, ledger, id), knownAt, rules));
    }

    /** How the current grades of the ledger spread. */
    @GET
    @Path("grades")
    @PermissionsAllowed(Permission.PORTFOLIO_READ)
    public List<GradeCount> grades(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return gradeCounts.of(ledger);
    }

    private StoredDecision stored(Connection connection, Ledger ledger, long id) throws SQLException {
        return decisions
                .byId(connection, ledger, id)
                .orElseThrow(() -> ProblemType.DECISION_NOT_FOUND.problem(
                        "Decision " + id + " doesn't exist in ledger \"" + ledger.code() + "\"."));
    }

    private static Customer.Identity customer(Connection connection, Ledger ledger, String code) throws SQLException {
        return Customers.find(connection, ledger, code).orElseThrow(() -> unknownCustomer(code));
    }

    static Problem unknownCustomer(String code) {
        return ProblemType.CUSTOMER_NOT_FOUND.problem(
                "Customer \"" + code + "\" doesn't exist in this ledger; create it with PUT …/customers/" + code + ".");
    }
}
