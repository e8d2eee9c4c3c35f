package dev.assay.document;

import dev.assay.access.Role;
import dev.assay.document.intake.BatchResult;
import dev.assay.document.intake.RecordDocuments;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.StreamedBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;

/** Batches of documents over HTTP. */
@Path("/api/v1/ledgers/{ledger}/documents")
public class DocumentBatchResource {

    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Ledgers ledgers;

    @Inject
    RecordDocuments recordDocuments;

    /** Records a JSON array of documents of any length, in one transaction. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @StreamedBody
    @RolesAllowed({Role.ERP, Role.ADMIN})
    public BatchResult array(@PathParam("ledger") String ledger, @Context SecurityContext caller, InputStream body) {
        return recordDocuments.record(
                ledgers.require(ledger),
                body,
                RecordDocuments.Format.ARRAY,
                caller.getUserPrincipal().getName());
    }

    /** Records one document per line, any number of lines, in one transaction. */
    @POST
    @Consumes(NDJSON)
    @StreamedBody
    @RolesAllowed({Role.ERP, Role.ADMIN})
    public BatchResult lines(@PathParam("ledger") String ledger, @Context SecurityContext caller, InputStream body) {
        return recordDocuments.record(
                ledgers.require(ledger),
                body,
                RecordDocuments.Format.NDJSON,
                caller.getUserPrincipal().getName());
    }
}
