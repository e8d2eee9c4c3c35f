package dev.assay.document;

import dev.assay.access.Permission;
import dev.assay.document.content.DocumentKind;
import dev.assay.document.merge.BatchResult;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.StreamedBody;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Documents over HTTP: batches in, versions out. */
@Path("/api/v1/ledgers/{ledger}/documents")
public class DocumentResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final int PAGE_MAX = 1_000;

    @Inject
    Ledgers ledgers;

    @Inject
    RecordDocuments recordDocuments;

    @Inject
    FindDocuments findDocuments;

    /** Records a JSON array of documents of any length, in one transaction. @param dryRun says what would come of it, and keeps nothing */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @StreamedBody
    @PermissionsAllowed(Permission.DOCUMENT_WRITE)
    public BatchResult array(
            @PathParam("ledger") String ledger,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Context SecurityContext caller,
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.ARRAY,
                                                            implementation = DocumentView.class)))
                    InputStream body) {
        return recordDocuments.record(
                ledgers.require(ledger),
                body,
                RecordDocuments.Format.ARRAY,
                dryRun,
                caller.getUserPrincipal().getName());
    }

    /** Records one document per line, any number of lines, in one transaction. @param dryRun as above */
    @POST
    @Consumes(NDJSON)
    @StreamedBody
    @PermissionsAllowed(Permission.DOCUMENT_WRITE)
    public BatchResult lines(
            @PathParam("ledger") String ledger,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Context SecurityContext caller,
            @RequestBody(content = @Content(schema = @Schema(implementation = DocumentView.class))) InputStream body) {
        return recordDocuments.record(
                ledgers.require(ledger),
                body,
                RecordDocuments.Format.NDJSON,
                dryRun,
                caller.getUserPrincipal().getName());
    }

    /** Current versions, page by page: of one customer, of one kind, or all. */
    @GET
    @PermissionsAllowed(Permission.DOCUMENT_READ)
    public DocumentView.Page page(
            @PathParam("ledger") String ledger,
            @QueryParam("customer") @Nullable String customer,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return findDocuments.page(ledgers.require(ledger), customer, kind(kind), cursor, limit(limit));
    }

    /** The current version of a document; with {@code versions=true} all of them, latest first. */
    @GET
    @Path("{id: .+}")
    @APIResponseSchema(DocumentView.class)
    @PermissionsAllowed(Permission.DOCUMENT_READ)
    public Object get(
            @PathParam("ledger") String ledger,
            @PathParam("id") String id,
            @QueryParam("versions") @DefaultValue("false") String versions) {
        return switch (versions) {
            case "true" -> findDocuments.versions(ledgers.require(ledger), id);
            case "false" -> findDocuments.current(ledgers.require(ledger), id);
            default -> throw refused("versions", "is \"" + versions + "\"; send true or false");
        };
    }

    private static @Nullable DocumentKind kind(@Nullable String name) {
        if (name == null) {
            return null;
        }
        DocumentKind kind = DocumentKind.named(name);
        if (kind == null) {
            throw refused("kind", "is \"" + name + "\"; send one of " + DocumentKind.NAMES);
        }
        return kind;
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > PAGE_MAX) {
            throw refused("limit", "is \"" + text + "\"; send a number between 1 and " + PAGE_MAX);
        }
        return Integer.parseInt(text);
    }

    private static Problem refused(String parameter, String message) {
        return ProblemType.INVALID_REQUEST.problem(
                parameter + " " + message + ".", List.of(new FieldError(parameter, message)));
    }
}
