package dev.assay.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.classification.override.CustomerOverride;
import dev.assay.classification.override.Effective;
import dev.assay.classification.override.OverrideRequest;
import dev.assay.classification.override.Overrides;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What people set for a customer in the place of what the rules say, over HTTP. */
@Path("/api/v1/ledgers/{ledger}/customers/{code}/overrides")
public class OverrideResource {

    /** What an unlimited limit counts as when somebody must have the authority for it. */
    private static final BigDecimal UNLIMITED = new BigDecimal("1000000000000");

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Decisions decisions;

    @Inject
    Overrides overrides;

    @Inject
    ChangeRequests requests;

    @Inject
    Rulesets rulesets;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** All of them, newest first, also those that have no effect any more. */
    @GET
    @PermissionsAllowed(Permission.DECISION_READ)
    public List<CustomerOverride> list(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection -> overrides.ofCustomer(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id()));
    }

    /** Asks for one; it has effect once another person agrees to its request. */
    @POST
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.OVERRIDE_WRITE)
    public ChangeRequest ask(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, OverrideRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        List<String> grades;
        try (RulesetLease lease = rulesets.lease(ledger)) {
            grades = lease.ruleset().grades();
        }
        return transaction.call(ledger, connection -> {
            Customer.Identity customer = Customers.require(connection, ledger, code);
            OverrideRequest.Checked wanted =
                    request.check(ledger, grades, LocalDate.now(clock.withZone(ledger.timeZone())), json);
            Effective now = decisions
                    .standing(connection, ledger, customer)
                    .map(ClassificationView::effective)
                    .orElse(null);
            long id = requests.open(
                    connection,
                    ledger,
                    new ChangeRequests.Wish(
                            overrides.name(),
                            code,
                            customer.id(),
                            summary(code, wanted),
                            payload(now, wanted),
                            atStake(ledger, now, wanted)));
            overrides.insert(connection, ledger, customer.id(), wanted, id, caller.name());
            return requests.require(connection, ledger, id);
        });
    }

    /** Ends an active one before its time. */
    @DELETE
    @Path("{id}")
    @PermissionsAllowed(Permission.OVERRIDE_WRITE)
    public List<CustomerOverride> end(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            overrides.end(connection, ledger, customer, id, caller.name());
            return overrides.ofCustomer(connection, ledger, customer);
        });
    }

    private static ChangeRequest.Summary summary(String code, OverrideRequest.Checked wanted) {
        String until = String.valueOf(wanted.expiresOn());
        return new ChangeRequest.Summary(
                "客户 " + code + "：" + wanted.field() + " 改为 " + wanted.value() + "，有效至 " + until,
                "Customer " + code + ": " + wanted.field() + " becomes " + wanted.value() + " until " + until);
    }

    private JsonNode payload(@Nullable Effective now, OverrideRequest.Checked wanted) {
        return json.createObjectNode()
                .<ObjectNode>set("before", json.valueToTree(now))
                .set("wanted", json.valueToTree(wanted));
    }

    /**
     * The money an approver answers for: how far a limit moves; the limit itself where a grade, a term or the end of a hold lets more
     * of it be used. A hold that is set protects, and moves none.
     */
    private static @Nullable BigDecimal atStake(
            Ledger ledger, @Nullable Effective now, OverrideRequest.Checked wanted) {
        BigDecimal before = now == null ? BigDecimal.ZERO.setScale(ledger.baseScale()) : amount(now.creditLimit());
        return switch (wanted.field()) {
            case LIMIT ->
                amount(Effective.limit(wanted.value(), ledger)).subtract(before).abs();
            case HOLD -> wanted.value().asBoolean() ? null : before;
            case GRADE, TERM -> before;
        };
    }

    private static BigDecimal amount(CreditLimit limit) {
        BigDecimal amount = limit.amount();
        return amount == null ? UNLIMITED : amount;
    }
}
