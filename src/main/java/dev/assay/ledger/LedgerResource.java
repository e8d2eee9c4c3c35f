package dev.assay.ledger;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.platform.EntityTag;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
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
    Caller caller;

    @GET
    @PermissionsAllowed(Permission.LEDGER_READ)
    public List<LedgerView> list() {
        return ledgers.all().stream()
                .filter(ledger -> caller.mayEnter(ledger.code()))
                .map(LedgerView::of)
                .toList();
    }

    @GET
    @Path("{ledger}")
    @PermissionsAllowed(Permission.LEDGER_READ)
    public Response get(@PathParam("ledger") String code) {
        return answer(Response.ok(), ledgers.require(code));
    }

    /** Creates a ledger, or changes one: then {@code If-Match} names the version the change is based on. */
    @PUT
    @Path("{ledger}")
    @PermissionsAllowed(Permission.LEDGER_WRITE)
    public Response put(
            @PathParam("ledger") String code,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            LedgerRequest request) {
        if (!caller.mayEnter(code)) {
            throw ProblemType.FORBIDDEN.problem(
                    "These credentials are for other ledgers; they can't set up \"" + code + "\".");
        }
        Ledgers.Stored stored = ledgers.put(code, request, EntityTag.version(ifMatch), caller.name());
        return answer(
                Response.status(stored.created() ? Response.Status.CREATED : Response.Status.OK), stored.ledger());
    }

    private static Response answer(Response.ResponseBuilder response, Ledger ledger) {
        return response.header(HttpHeaders.ETAG, EntityTag.of(ledger.version()))
                .entity(LedgerView.of(ledger))
                .build();
    }
}
