package dev.assay.credit.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.credit.position.CreditGroup;
import dev.assay.credit.position.CreditPolicies;
import dev.assay.credit.position.CreditPolicy;
import dev.assay.credit.position.Reservation;
import dev.assay.credit.position.Reservations;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.customer.IdempotentAnswers;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Order checks and the reservations they make, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class OrderCheckResource {

    private static final int OK = 200;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Rulesets rulesets;

    @Inject
    CheckOrder checkOrder;

    @Inject
    OrderChecks checks;

    @Inject
    CreditPolicies policies;

    @Inject
    Reservations reservations;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * May this order go? Asked again for the same order, the answer replaces what the one before reserved. With an {@code
     * Idempotency-Key} the same question can safely be sent again.
     */
    @POST
    @Path("credit-checks")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(OrderCheckView.class)
    @PermissionsAllowed(Permission.CREDIT_CHECK)
    public Object check(
            @PathParam("ledger") String ledgerCode,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            OrderCheckRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        OrderCheckRequest.Checked order = request.check(ledger);
        String key = IdempotentAnswers.checkKey(idempotencyKey);
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return check(lease.ruleset(), ledger, request, order, key);
        } catch (Problem problem) {
            if (problem.type() != ProblemType.UNAVAILABLE) {
                throw problem;
            }
            return check(null, ledger, request, order, key);
        }
    }

    /** An answer, or its text as it was kept for the key. */
    private Object check(
            @Nullable CompiledRuleset ruleset,
            Ledger ledger,
            OrderCheckRequest request,
            OrderCheckRequest.Checked order,
            @Nullable String key) {
        CreditPolicy policy = policies.of(ledger);
        return transaction.callInTrips(ledger, first -> {
            if (key == null) {
                return checkOrder.check(ruleset, policy, first, ledger, order, caller.name());
            }
            Connection connection = first.connection();
            IdempotentAnswers.Request keyed = new IdempotentAnswers.Request(
                    "POST credit-checks",
                    key,
                    IdempotentAnswers.digest().digest(write(request).getBytes(StandardCharsets.UTF_8)));
            lock(first, key);
            first.make();
            Optional<IdempotentAnswers.Answer> before = IdempotentAnswers.find(connection, ledger, keyed);
            if (before.isPresent()) {
                return before.get().body();
            }
            String answer =
                    write(checkOrder.check(ruleset, policy, new RoundTrip(connection), ledger, order, caller.name()));
            IdempotentAnswers.keep(
                    connection, ledger, keyed, new IdempotentAnswers.Answer(OK, null, null, answer), clock.instant());
            return answer;
        });
    }

    /** Two requests with one key wait for each other. */
    private static void lock(RoundTrip trip, String key) {
        var unused = trip.ask(
                "select 1 from (select pg_advisory_xact_lock(hashtextextended('credit check ' || ?, 0))) as locked",
                ResultSet::next,
                key);
    }

    /** Answers as they were given, newest first. @param before the last id of the page before */
    @GET
    @Path("credit-checks")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<JsonNode> list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("orderId") @Nullable String orderId,
            @QueryParam("customer") @Nullable String customer,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> {
            Long id = null;
            if (customer != null) {
                Optional<Customer.Identity> found = Customers.find(connection, ledger, customer);
                if (found.isEmpty()) {
                    return List.of();
                }
                id = found.get().id();
            }
            return checks.page(connection, ledger, orderId, id, before, limit);
        });
    }

    @GET
    @Path("reservations/{id}")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public Reservation reservation(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> require(connection, ledger, id));
    }

    /** The order was saved: its reservation stays until its documents arrive or it is released. */
    @POST
    @Path("reservations/{id}/confirm")
    @PermissionsAllowed(Permission.CREDIT_CHECK)
    public Reservation confirm(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return change(ledgerCode, id, Reservation.State.CONFIRMED);
    }

    /** The order won't come: its credit is free again. */
    @POST
    @Path("reservations/{id}/release")
    @PermissionsAllowed(Permission.CREDIT_CHECK)
    public Reservation release(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return change(ledgerCode, id, Reservation.State.RELEASED);
    }

    /** Asked twice, it is done once. */
    private Reservation change(String ledgerCode, long id, Reservation.State wanted) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.callForFew(ledger, connection -> {
            Reservation reservation = require(connection, ledger, id);
            CreditGroup.lock(connection, ledger, reservation.customerCode());
            reservation = require(connection, ledger, id);
            if (reservation.state() != wanted) {
                if (!reservation.counts()) {
                    throw ProblemType.CONFLICT.problem("Reservation " + id + " is " + reservation.state()
                            + "; check the order again for a new one.");
                }
                RoundTrip trip = new RoundTrip(connection);
                reservations.become(trip, ledger, reservation.orderId(), wanted, caller.name());
                trip.make();
            }
            return require(connection, ledger, id);
        });
    }

    private Reservation require(Connection connection, Ledger ledger, long id) throws SQLException {
        return reservations
                .find(connection, ledger, id)
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                        "There is no reservation " + id + " in ledger \"" + ledger.code() + "\"."));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("It is plain data", e);
        }
    }
}
