package dev.assay.ruleset.draft;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.EntityTag;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Drafts of rulesets over HTTP: files that are edited, checked and handed in. */
@Path("/api/v1/ledgers/{ledger}/ruleset-drafts")
public class DraftResource {

    private static final String ZIP = "application/zip";
    private static final String ACTIVE = "active";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Drafts drafts;

    @Inject
    Rulesets rulesets;

    @Inject
    VersionContent versions;

    @Inject
    Caller caller;

    /** @param from a version's hash, or {@code active}: what it begins with; absent: no files */
    public record NewDraft(@Nullable String name, @Nullable String from) {}

    @GET
    @PermissionsAllowed(Permission.RULES_READ)
    public List<DraftView> list(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> drafts.all(connection, ledger)).stream()
                .map(DraftView::listed)
                .toList();
    }

    @POST
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.RULES_WRITE)
    public DraftView create(@PathParam("ledger") String ledgerCode, NewDraft request) {
        Ledger ledger = ledgers.require(ledgerCode);
        String name = request.name() == null ? "" : request.name();
        String base = ACTIVE.equals(request.from()) ? active(ledger) : request.from();
        Map<String, byte[]> files = base == null ? Map.of() : versions.require(ledger, base);
        return DraftView.of(transaction.call(
                ledger,
                connection ->
                        drafts.create(connection, ledger, name, base, List.of(caller.name()), files, caller.name())));
    }

    private String active(Ledger ledger) {
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return lease.ruleset().version();
        }
    }

    @GET
    @Path("{draft}")
    @PermissionsAllowed(Permission.RULES_READ)
    public DraftView get(@PathParam("ledger") String ledgerCode, @PathParam("draft") String name) {
        return DraftView.of(require(ledgers.require(ledgerCode), name));
    }

    @DELETE
    @Path("{draft}")
    @PermissionsAllowed(Permission.RULES_WRITE)
    public Response delete(@PathParam("ledger") String ledgerCode, @PathParam("draft") String name) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(ledger, connection -> drafts.delete(connection, ledger, name, caller.name()));
        return Response.noContent().build();
    }

    @GET
    @Path("{draft}/files/{path: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @PermissionsAllowed(Permission.RULES_READ)
    public Response file(
            @PathParam("ledger") String ledgerCode, @PathParam("draft") String name, @PathParam("path") String path) {
        Draft draft = require(ledgers.require(ledgerCode), name);
        byte[] content = draft.files().get(path);
        if (content == null) {
            throw ProblemType.NOT_FOUND.problem("There is no file \"" + path + "\" in draft \"" + name + "\".");
        }
        return Response.ok(content, MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.ETAG, tag(draft, path))
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .build();
    }

    /** Creates a file, or changes one: then {@code If-Match} names the version that was read. */
    @PUT
    @Path("{draft}/files/{path: .+}")
    @Consumes(MediaType.WILDCARD)
    @PermissionsAllowed(Permission.RULES_WRITE)
    public Response putFile(
            @PathParam("ledger") String ledgerCode,
            @PathParam("draft") String name,
            @PathParam("path") String path,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] content) {
        Ledger ledger = ledgers.require(ledgerCode);
        Draft draft = transaction.call(
                ledger,
                connection -> drafts.change(
                        connection,
                        ledger,
                        name,
                        path,
                        EntityTag.version(ifMatch),
                        caller.name(),
                        files -> files.put(path, content)));
        return Response.status(ifMatch == null ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.ETAG, tag(draft, path))
                .entity(DraftView.of(draft))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    @DELETE
    @Path("{draft}/files/{path: .+}")
    @PermissionsAllowed(Permission.RULES_WRITE)
    public DraftView deleteFile(
            @PathParam("ledger") String ledgerCode,
            @PathParam("draft") String name,
            @PathParam("path") String path,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (!require(ledger, name).files().containsKey(path)) {
            throw ProblemType.NOT_FOUND.problem("There is no file \"" + path + "\" in draft \"" + name + "\".");
        }
        return DraftView.of(transaction.call(
                ledger,
                connection -> drafts.change(
                        connection,
                        ledger,
                        name,
                        path,
                        EntityTag.version(ifMatch),
                        caller.name(),
                        files -> files.remove(path))));
    }

    @GET
    @Path("{draft}/archive")
    @Produces(ZIP)
    @PermissionsAllowed(Permission.RULES_READ)
    public Response archive(@PathParam("ledger") String ledgerCode, @PathParam("draft") String name) {
        return Response.ok(
                        RulesetArchive.write(
                                require(ledgers.require(ledgerCode), name).files()),
                        ZIP)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ruleset.zip\"")
                .build();
    }

    /** Replaces all files by those of a zip. */
    @PUT
    @Path("{draft}/archive")
    @Consumes(ZIP)
    @PermissionsAllowed(Permission.RULES_WRITE)
    public DraftView putArchive(
            @PathParam("ledger") String ledgerCode,
            @PathParam("draft") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            byte[] archive) {
        Ledger ledger = ledgers.require(ledgerCode);
        Map<String, byte[]> unpacked = RulesetArchive.read(archive);
        return DraftView.of(transaction.call(
                ledger,
                connection -> drafts.change(
                        connection, ledger, name, null, EntityTag.version(ifMatch), caller.name(), files -> {
                            files.clear();
                            files.putAll(unpacked);
                        })));
    }

    /** Checks and compiles the draft as it is, and runs its examples. */
    @POST
    @Path("{draft}/check")
    @PermissionsAllowed(Permission.RULES_READ)
    public DraftCheck check(@PathParam("ledger") String ledgerCode, @PathParam("draft") String name) {
        return DraftCheck.of(
                Drafts.checked(require(ledgers.require(ledgerCode), name).files()));
    }

    private Draft require(Ledger ledger, String name) {
        return transaction.read(ledger, connection -> drafts.require(connection, ledger, name));
    }

    private static String tag(Draft draft, String path) {
        return EntityTag.of(draft.versions().getOrDefault(path, draft.version()));
    }
}
