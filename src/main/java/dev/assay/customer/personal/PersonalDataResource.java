package dev.assay.customer.personal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.customer.content.CustomerType;
import dev.assay.customer.content.IdNumber;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of individuals shown for a reason, and personal data erased on request. */
@Path("/api/v1/ledgers/{ledger}/customers/{code}")
public class PersonalDataResource {

    private static final int REASON_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PersonalIds ids;

    @Inject
    PersonalData personalData;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    public record Because(@Nullable String reason) {}

    public record Revealed(String taxId) {}

    /** The whole number, for a reason that goes on record. */
    @POST
    @Path("tax-id/reveal")
    @PermissionsAllowed(Permission.PROTECTED_READ)
    public Revealed reveal(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @Nullable Because because) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            String taxId = customer(connection, ledger, code).taxId();
            String reason = reason(because);
            if (taxId == null) {
                throw ProblemType.NOT_FOUND.problem("Customer \"" + code + "\" has no tax id.");
            }
            String after = json.createObjectNode()
                    .put("revealed", IdNumber.shown(taxId))
                    .put("reason", reason)
                    .toString();
            AuditLog.record(
                    connection,
                    ledger.id(),
                    clock.instant(),
                    caller.name(),
                    new AuditLog.Change("tax-id", code, null, after));
            return new Revealed(ids.open(ledger, taxId));
        });
    }

    /**
     * Erases name, number, contacts and bank accounts of an individual, here and in all versions, and archives the customer. Whether
     * the law or an open balance forbids it, is for the caller to know. Can't be undone.
     */
    @POST
    @Path("erasure")
    @PermissionsAllowed(Permission.PERSONAL_ERASE)
    public Response erase(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @Nullable Because because) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(ledger, connection -> {
            Customer customer = customer(connection, ledger, code);
            String reason = reason(because);
            if (customer.type() != CustomerType.INDIVIDUAL) {
                throw ProblemType.CONFLICT.problem(
                        "Customer \"" + code + "\" is an enterprise; what is known of it is no personal data.");
            }
            String after = json.createObjectNode()
                    .put("erased", true)
                    .put("reason", reason)
                    .toString();
            personalData.erase(connection, ledger, customer, caller.name(), after);
        });
        return Response.noContent().build();
    }

    private static String reason(@Nullable Because because) {
        String reason = because == null || because.reason() == null
                ? ""
                : because.reason().strip();
        if (reason.isEmpty() || reason.length() > REASON_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "A reason is needed.",
                    List.of(new FieldError("/reason", "give 1 to " + REASON_MAX + " characters; they go on record")));
        }
        return reason;
    }

    private static Customer customer(Connection connection, Ledger ledger, String code) throws SQLException {
        return Customers.load(connection, ledger, code)
                .orElseThrow(() -> ProblemType.CUSTOMER_NOT_FOUND.problem("Customer \"" + code
                        + "\" doesn't exist in ledger \"" + ledger.code() + "\"; check the code."));
    }
}
