package dev.assay.credit.hold;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.credit.position.CreditGroup;
import dev.assay.customer.Customers;
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
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The work list of holds, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class HoldResource {

    private static final int TEXT_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Holds holds;

    @Inject
    ReleaseHold releaseHold;

    @Inject
    Caller caller;

    /** What is looked for. */
    public enum Kind {
        ORDER,
        CUSTOMER
    }

    /** Where a hold is in its life. */
    public enum State {
        OPEN,
        RELEASED
    }

    public record NewHold(@Nullable String reason, @Nullable String owner) {}

    public record Owner(@Nullable String owner) {}

    public record Release(@Nullable String note) {}

    /** Oldest first. @param after the last id of the page before */
    @GET
    @Path("holds")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<CreditHold> list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("state") @Nullable State state,
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("kind") @Nullable Kind kind,
            @QueryParam("customer") @Nullable String customer,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        Holds.Search search = new Holds.Search(
                state == null ? null : state == State.RELEASED,
                owner,
                kind == null ? null : kind == Kind.ORDER,
                customer);
        return transaction.read(ledger, connection -> holds.page(connection, ledger, search, after, limit));
    }

    /** Stops a customer's credit until somebody releases it. */
    @POST
    @Path("customers/{code}/holds")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.HOLD_WRITE)
    public CreditHold raise(@PathParam("ledger") String ledgerCode, @PathParam("code") String code, NewHold hold) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            String reason = text(hold.reason(), "/reason");
            CreditGroup.lock(connection, ledger, code);
            return holds.raise(connection, ledger, customer, reason, hold.owner(), caller.name());
        });
    }

    @PUT
    @Path("holds/{id}/owner")
    @PermissionsAllowed(Permission.HOLD_WRITE)
    public CreditHold assign(@PathParam("ledger") String ledgerCode, @PathParam("id") long id, Owner owner) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            holds.assign(connection, ledger, id, owner.owner(), caller.name());
            return holds.require(connection, ledger, id);
        });
    }

    /**
     * Lets a customer or an order go, for a reason. An order above the amount that one person may release waits for another one: the
     * answer names the request.
     */
    @POST
    @Path("holds/{id}/release")
    @PermissionsAllowed(Permission.HOLD_WRITE)
    public CreditHold release(@PathParam("ledger") String ledgerCode, @PathParam("id") long id, Release release) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            CreditHold hold = holds.require(connection, ledger, id);
            String note = text(release.note(), "/note");
            return releaseHold.release(connection, ledger, hold.id(), note, caller.approvalLimit(), caller.name());
        });
    }

    private static String text(@Nullable String text, String pointer) {
        if (text == null || text.isBlank() || text.length() > TEXT_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "Something is missing.",
                    List.of(new FieldError(
                            pointer, "give 1 to " + TEXT_MAX + " characters, for whoever asks a year later")));
        }
        return text.strip();
    }
}
