package dev.assay.customer.batch;

import dev.assay.access.Permission;
import dev.assay.customer.IdempotentAnswers;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.StreamedBody;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Batches of customers over HTTP. A batch creates and replaces; it needs no {@code If-Match}. */
@Path("/api/v1/ledgers/{ledger}/customers")
@Produces(MediaType.APPLICATION_JSON)
public class CustomerBatchResource {

    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Ledgers ledgers;

    @Inject
    LoadCustomers loadCustomers;

    /** Stores a JSON array of customers in one transaction. @param dryRun says what would come of it, and keeps nothing */
    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    @StreamedBody
    @APIResponse(content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    public Response array(
            @PathParam("ledger") String ledger,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @RequestBody(content = @Content(schema = @Schema(implementation = CustomerDraft[].class))) InputStream body,
            @Context SecurityContext caller) {
        return load(ledger, idempotencyKey, body, ArrayElements::new, dryRun, caller);
    }

    /** Stores one customer per line in one transaction. @param dryRun as above */
    @POST
    @Path("batch")
    @Consumes(NDJSON)
    @PermissionsAllowed(Permission.CUSTOMER_WRITE)
    @StreamedBody
    @APIResponse(content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    public Response lines(
            @PathParam("ledger") String ledger,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @RequestBody(content = @Content(schema = @Schema(implementation = CustomerDraft.class))) InputStream body,
            @Context SecurityContext caller) {
        return load(ledger, idempotencyKey, body, NdjsonLines::new, dryRun, caller);
    }

    private Response load(
            String ledger,
            @Nullable String idempotencyKey,
            InputStream body,
            Function<InputStream, BatchLines> format,
            boolean dryRun,
            SecurityContext caller) {
        String key = dryRun ? null : IdempotentAnswers.checkKey(idempotencyKey);
        IdempotentAnswers.Answer answer = loadCustomers.load(
                ledgers.require(ledger),
                body,
                format,
                key,
                dryRun,
                caller.getUserPrincipal().getName());
        return Response.status(answer.status()).entity(answer.body()).build();
    }
}
