package dev.assay.customer.bank;

import dev.assay.access.Permission;
import dev.assay.customer.Customers;
import dev.assay.customer.personal.PersonalData;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Bank accounts of customers over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class BankAccountResource {

    private static final int REASON_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    BankAccounts accounts;

    @Inject
    PersonalData personalData;

    public record Because(@Nullable String reason) {}

    /** @param rotated how many accounts and numbers were encrypted anew */
    public record Rotation(int rotated) {}

    @GET
    @Path("customers/{code}/bank-accounts")
    @PermissionsAllowed(Permission.CUSTOMER_READ)
    public List<BankAccountView> list(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection -> accounts.of(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id()));
    }

    @POST
    @Path("customers/{code}/bank-accounts")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    public BankAccountView add(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, BankAccountRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            return accounts.add(
                    connection,
                    ledger,
                    customer,
                    code,
                    request.check(ledger.baseCurrency().getCurrencyCode()));
        });
    }

    @DELETE
    @Path("customers/{code}/bank-accounts/{id}")
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    public Response remove(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(
                ledger,
                connection -> accounts.remove(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id(),
                        code,
                        id));
        return Response.noContent().build();
    }

    /** The whole number, for a reason that goes on record. */
    @POST
    @Path("customers/{code}/bank-accounts/{id}/reveal")
    @PermissionsAllowed(Permission.PROTECTED_READ)
    public BankAccountView reveal(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @PathParam("id") long id,
            @Nullable Because because) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            return accounts.reveal(connection, ledger, customer, code, id, reason(because));
        });
    }

    /** After a new key was put in front of {@code assay.encryption.keys}: encrypts what a former one protects anew. */
    @POST
    @Path("encryption/rotation")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Rotation rotate(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return new Rotation(transaction.call(
                ledger, connection -> accounts.rotate(connection, ledger) + personalData.rotate(connection, ledger)));
    }

    private static String reason(@Nullable Because because) {
        String reason = because == null || because.reason() == null
                ? ""
                : because.reason().strip();
        if (reason.isEmpty() || reason.length() > REASON_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "Protected data is shown for a reason.",
                    List.of(new FieldError("/reason", "give 1 to " + REASON_MAX + " characters; they go on record")));
        }
        return reason;
    }
}
