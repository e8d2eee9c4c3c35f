package dev.assay.classification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.access.Permission;
import dev.assay.classification.facts.FactsRequest;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Evaluations over HTTP: of facts in the body, and of stored customers. */
@Path("/api/v1/ledgers/{ledger}")
public class EvaluationResource {

    static final int EVALUATIONS_MAX = 1_000;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Rulesets rulesets;

    @Inject
    ClassifyCustomers classify;

    @Inject
    Clock clock;

    @Inject
    SecurityIdentity caller;

    /**
     * What to evaluate a stored customer for.
     *
     * @param asOf default: today in the ledger's time zone
     * @param apply whether the decision becomes the customer's classification; default true
     */
    public record StoredEvaluationRequest(
            @Nullable LocalDate asOf, @Nullable Boolean apply) {}

    /** Decides about the facts in the body, one object or an array of up to 1,000; stores nothing. */
    @POST
    @Path("evaluations")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.EVALUATE)
    @RequestBody(
            description =
                    "One flat object of facts, named as in the history and in a decision's facts, or an array of up to 1,000",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "200",
            description = "A decision for each object of facts, in the same order; a single one for a single object",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DecisionView.class)))
    public Object evaluate(@PathParam("ledger") String ledgerCode, @Nullable JsonNode body) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (body == null || body.isArray() && (body.isEmpty() || body.size() > EVALUATIONS_MAX)) {
            throw ProblemType.INVALID_REQUEST.problem("Send one object of facts, or an array of 1 to " + EVALUATIONS_MAX
                    + " of them; this body has " + (body == null ? 0 : body.size()) + ".");
        }
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return evaluate(ledger, lease.ruleset(), body);
        }
    }

    private Object evaluate(Ledger ledger, CompiledRuleset ruleset, JsonNode body) {
        List<CustomerFacts> facts = read(ledger, ruleset, body);
        List<Decision> decisions = ruleset.evaluate(facts);
        Instant now = clock.instant();
        List<DecisionView> views = new ArrayList<>(facts.size());
        for (int i = 0; i < facts.size(); i++) {
            views.add(DecisionView.unstored(
                    facts.get(i), decisions.get(i), ruleset.version(), ruleset.metricsRead(), now));
        }
        return body.isArray() ? views : views.get(0);
    }

    private List<CustomerFacts> read(Ledger ledger, CompiledRuleset ruleset, JsonNode body) {
        List<FieldError> errors = new ArrayList<>();
        FactsRequest reader = new FactsRequest(ledger, today(ledger), ruleset.grades(), errors);
        List<CustomerFacts> facts = new ArrayList<>();
        if (body.isArray()) {
            for (int i = 0; i < body.size(); i++) {
                facts.add(reader.read(body.get(i), "/" + i));
            }
        } else {
            facts.add(reader.read(body, ""));
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.problem(errors.size() + " fact(s) are not acceptable.", errors);
        }
        return facts;
    }

    /** Decides about a stored customer from its history and records the decision. */
    @POST
    @Path("customers/{code}/evaluations")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.CLASSIFY)
    @APIResponse(
            responseCode = "201",
            description = "The recorded decision",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DecisionView.class)))
    public Response evaluate(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String customerCode,
            @Nullable StoredEvaluationRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate asked = request == null ? null : request.asOf();
        LocalDate asOf = AsOf.check(asked == null ? today(ledger) : asked);
        boolean apply = request == null || request.apply() == null || request.apply();
        DecisionView decision;
        try (RulesetLease lease = rulesets.lease(ledger)) {
            decision = transaction.callForFew(ledger, connection -> {
                Customer customer = Customers.load(connection, ledger, customerCode)
                        .orElseThrow(() -> DecisionResource.unknownCustomer(customerCode));
                return classify.classify(
                                lease.ruleset(),
                                connection,
                                ledger,
                                Map.of(customer.id(), customer),
                                asOf,
                                apply,
                                caller.getPrincipal().getName())
                        .get(0);
            });
        }
        return Response.created(URI.create("/api/v1/ledgers/" + ledger.code() + "/decisions/" + decision.id()))
                .entity(decision)
                .build();
    }

    private LocalDate today(Ledger ledger) {
        return LocalDate.now(clock.withZone(ledger.timeZone()));
    }
}
