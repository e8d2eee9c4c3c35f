package dev.assay.credit.position;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Credit positions and the ledger's policy for them, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class PositionResource {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ReadPosition readPosition;

    @Inject
    CreditPolicies policies;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** What a customer owes and may owe, as of now. */
    @GET
    @Path("customers/{code}/credit")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public PositionView get(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        CreditPolicy policy = policies.of(ledger);
        return transaction.readInTrips(ledger, whose -> {
            RoundTrip.Answer<Optional<Customer>> customer = Customers.ask(whose, ledger, code);
            RoundTrip.Answer<Optional<CreditGroup>> group = CreditGroup.ask(whose, ledger, code);
            whose.make();
            if (customer.get().isEmpty()) {
                throw ProblemType.CUSTOMER_NOT_FOUND.problem(
                        "Customer \"" + code + "\" doesn't exist in ledger \"" + ledger.code() + "\"; check the code.");
            }
            RoundTrip what = new RoundTrip(whose.connection());
            ReadPosition.Asked position = readPosition.ask(
                    what, ledger, customer.get().get(), policy, group.get().orElseThrow(), Set.of());
            what.make();
            return PositionView.of(ledger.code(), position.get());
        });
    }

    @GET
    @Path("credit-policy")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public CreditPolicy policy(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> CreditPolicy.of(connection, ledger));
    }

    @PUT
    @Path("credit-policy")
    @PermissionsAllowed(Permission.LEDGER_WRITE)
    public CreditPolicy putPolicy(@PathParam("ledger") String ledgerCode, CreditPolicy policy) {
        Ledger ledger = ledgers.require(ledgerCode);
        policy.check();
        CreditPolicy stored = transaction.call(ledger, connection -> {
            String before =
                    json.valueToTree(CreditPolicy.of(connection, ledger)).toString();
            policy.store(connection, ledger);
            AuditLog.record(
                    connection,
                    ledger.id(),
                    clock.instant(),
                    caller.name(),
                    new AuditLog.Change(
                            "credit-policy",
                            ledger.code(),
                            before,
                            json.valueToTree(policy).toString()));
            return CreditPolicy.of(connection, ledger);
        });
        policies.forget(ledger);
        return stored;
    }
}
