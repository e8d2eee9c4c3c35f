package dev.assay.ledger;

import dev.assay.access.Role;
import dev.assay.platform.EntityTag;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of books over HTTP. */
@Path("/api/v1/ledgers")
public class LedgerResource {

    @Inject
    Ledgers ledgers;

    @Inject
    SecurityIdentity caller;

    @GET
    @RolesAllowed({Role.ERP, Role.ANALYST, Role.CONTROLLER, Role.ADMIN})
    public List<LedgerView> list() {
        return ledgers.all().stream().map(LedgerView::of).toList();
    }

    @GET
    @Path("{ledger}")
    @RolesAllowed({Role.ERP, Role.ANALYST, Role.CONTROLLER, Role.ADMIN})
    public Response get(@PathParam("ledger") String code) {
        return answer(Response.ok(), ledgers.require(code));
    }

    /** Creates a ledger, or changes one: then {@code If-Match} names the version the change is based on. */
    @PUT
    @Path("{ledger}")
    @RolesAllowed(Role.ADMIN)
    public Response put(
            @PathParam("ledger") String code,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            LedgerRequest request) {
        Ledgers.Stored stored = ledgers.put(
                code, request, EntityTag.version(ifMatch), caller.getPrincipal().getName());
        return answer(
                Response.status(stored.created() ? Response.Status.CREATED : Response.Status.OK), stored.ledger());
    }

    private static Response answer(Response.ResponseBuilder response, Ledger ledger) {
        return response.header(HttpHeaders.ETAG, EntityTag.of(ledger.version()))
                .entity(LedgerView.of(ledger))
                .build();
    }
}
