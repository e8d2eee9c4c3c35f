package dev.assay.customer;

import dev.assay.access.Permission;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.PlainText;
import dev.assay.customer.personal.PersonalIds;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.EntityTag;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Master data over HTTP. Nothing is deleted: a customer that is no longer wanted gets the status ARCHIVED. */
@Path("/api/v1/ledgers/{ledger}/customers")
@Produces(MediaType.APPLICATION_JSON)
public class CustomerResource {

    private static final int LIMIT_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PutCustomer putCustomer;

    @Inject
    CreateCustomer createCustomer;

    @Inject
    SearchCustomers searchCustomers;

    @Inject
    PersonalIds personalIds;

    /** Creates a customer, or replaces its content: then {@code If-Match} names the version the change is based on. */
    @PUT
    @Path("{code}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    public Response put(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = CustomerDraft.class))) InputStream body,
            @Context SecurityContext caller) {
        Ledger ledger = ledgers.require(ledgerCode);
        PutCustomer.Stored stored = putCustomer.put(
                ledger, code, CustomerBody.receive(body), new Precondition(ifMatch, ifNoneMatch), name(caller));
        return Response.status(stored.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.ETAG, EntityTag.of(stored.view().version()))
                .entity(stored.view())
                .build();
    }

    /** Creates a customer; one without a code is numbered. With an {@code Idempotency-Key} it can safely be sent again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    public Response create(
            @PathParam("ledger") String ledgerCode,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @RequestBody(content = @Content(schema = @Schema(implementation = CustomerDraft.class))) InputStream body,
            @Context SecurityContext caller) {
        Ledger ledger = ledgers.require(ledgerCode);
        String key = IdempotentAnswers.checkKey(idempotencyKey);
        IdempotentAnswers.Answer answer = createCustomer.create(ledger, CustomerBody.receive(body), key, name(caller));
        return Response.status(answer.status())
                .header(HttpHeaders.LOCATION, answer.location())
                .header(HttpHeaders.ETAG, answer.etag())
                .entity(answer.body())
                .build();
    }

    @GET
    @Path("{code}")
    @PermissionsAllowed(Permission.CUSTOMER_READ)
    public Response get(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Ledger ledger = ledgers.require(ledgerCode);
        refuseImpossible(code);
        CustomerView view = transaction.read(
                ledger,
                connection -> CustomerEntity.findByCode(ledger.id(), code)
                        .map(entity -> CustomerView.of(entity, CustomerRecords.values(ledger), List.of()))
                        .orElseThrow(() -> unknown(ledger, code)));
        String etag = EntityTag.of(view.version());
        boolean known =
                ifNoneMatch != null && List.of(ifNoneMatch.split("\\s*,\\s*")).contains(etag);
        return (known ? Response.notModified() : Response.ok(view))
                .header(HttpHeaders.ETAG, etag)
                .build();
    }

    /**
     * Searches by {@code code} (its beginning), {@code name} (alike, best first), {@code type}, {@code taxId}, {@code industry},
     * {@code region}, {@code size}, {@code tag} (repeatable, all must be there), {@code attribute.<key>}, {@code contact} (its
     * code, name, phone or email), {@code parentCode}, {@code owner}, {@code department} and {@code status}.
     */
    @GET
    @PermissionsAllowed(Permission.CUSTOMER_READ)
    public SearchCustomers.Page search(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @Context UriInfo address) {
        Ledger ledger = ledgers.require(ledgerCode);
        CustomerFilter filter =
                CustomerFilter.of(ledger, address.getQueryParameters(), taxId -> personalIds.forms(ledger, taxId));
        return searchCustomers.search(ledger, filter, cursor, limit(limit));
    }

    /** Every version of a customer, latest first. */
    @GET
    @Path("{code}/versions")
    @PermissionsAllowed(Permission.CUSTOMER_READ)
    public CustomerVersions versions(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        refuseImpossible(code);
        if (cursor != null && !cursor.matches("[0-9]{1,9}")) {
            throw refused("cursor", "is not the nextCursor of an answer; leave it out to begin");
        }
        int beforeVersion = cursor == null ? Integer.MAX_VALUE : Integer.parseInt(cursor);
        int count = limit(limit);
        return transaction.read(ledger, connection -> {
            Customer.Identity customer =
                    Customers.find(connection, ledger, code).orElseThrow(() -> unknown(ledger, code));
            return CustomerVersions.before(connection, customer.id(), beforeVersion, count);
        });
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LIMIT_MAX) {
            throw refused("limit", PlainText.shown(text) + " is not a number between 1 and " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    private static void refuseImpossible(String code) {
        String fault = PlainText.fault(code, Ledger.CustomerCodeRule.LENGTH_MAX);
        if (fault != null) {
            throw ProblemType.CUSTOMER_NOT_FOUND.problem(
                    "No customer has the code " + PlainText.shown(code) + ": it " + fault + ".");
        }
    }

    private static Problem unknown(Ledger ledger, String code) {
        return ProblemType.CUSTOMER_NOT_FOUND.problem("Customer " + PlainText.shown(code)
                + " doesn't exist in ledger \"" + ledger.code() + "\"; check the code, or create it with PUT.");
    }

    private static Problem refused(String parameter, String message) {
        return ProblemType.INVALID_REQUEST.problem(
                parameter + " " + message + ".", List.of(new FieldError(parameter, message)));
    }
}
