package dev.assay.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Permission;
import dev.assay.audit.AuditChain;
import dev.assay.audit.AuditLog;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what in a ledger, over HTTP. It stands here and not in audit because it must know ledgers and roles. */
@Path("/api/v1/ledgers/{ledger}/audit")
public class AuditResource {

    private static final int LIMIT_MAX = 500;
    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ObjectMapper json;

    /** @param nextCursor null on the last page */
    public record AuditPage(List<AuditView> items, @Nullable String nextCursor) {}

    /** Parameters of a search; all that are given must fit. */
    public static class SearchParameters {
        @QueryParam("entity")
        @Nullable
        String entity;

        @QueryParam("key")
        @Nullable
        String key;

        @QueryParam("changedBy")
        @Nullable
        String changedBy;

        @QueryParam("requestId")
        @Nullable
        String requestId;

        @QueryParam("from")
        @Nullable
        Instant from;

        @QueryParam("to")
        @Nullable
        Instant to;

        AuditLog.Search search() {
            refuseControl("entity", entity);
            refuseControl("key", key);
            refuseControl("changedBy", changedBy);
            refuseControl("requestId", requestId);
            return new AuditLog.Search(entity, key, changedBy, requestId, from, to);
        }
    }

    /** Latest first. */
    @GET
    @PermissionsAllowed(Permission.AUDIT_READ)
    public AuditPage list(
            @PathParam("ledger") String ledgerCode,
            @BeanParam SearchParameters parameters,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        int count = limit(limit);
        long beforeId = beforeId(cursor);
        AuditLog.Search search = parameters.search();
        List<AuditLog.Entry> entries = transaction.read(
                ledger, connection -> AuditLog.latest(connection, ledger.id(), search, beforeId, count + 1));
        return page(entries, count, json);
    }

    /** @param entries one more than the page holds if there is another page */
    static AuditPage page(List<AuditLog.Entry> entries, int count, ObjectMapper json) {
        boolean more = entries.size() > count;
        List<AuditView> items = entries.stream()
                .limit(count)
                .map(entry -> AuditView.of(entry, json))
                .toList();
        return new AuditPage(items, more ? String.valueOf(items.get(count - 1).id()) : null);
    }

    /** All of it, latest first, one JSON object a line. */
    @GET
    @Path("export")
    @Produces(NDJSON)
    @PermissionsAllowed(Permission.AUDIT_READ)
    public Response export(@PathParam("ledger") String ledgerCode, @BeanParam SearchParameters parameters) {
        Ledger ledger = ledgers.require(ledgerCode);
        AuditLog.Search search = parameters.search();
        StreamingOutput body = out -> transaction.run(ledger, connection -> {
            try (JsonGenerator lines = json.createGenerator(new BufferedOutputStream(out))) {
                lines.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
                AuditLog.forEach(
                        connection,
                        ledger.id(),
                        search,
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE,
                        entry -> write(lines, entry));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Response.ok(body, NDJSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit-" + ledger.code() + ".ndjson\"")
                .build();
    }

    private void write(JsonGenerator lines, AuditLog.Entry entry) {
        try {
            lines.writePOJO(AuditView.of(entry, json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the whole record and says whether it is as it was written; if not, which link is the first that isn't. */
    @GET
    @Path("verify")
    @PermissionsAllowed(Permission.AUDIT_READ)
    public AuditChain.Verification verify(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> AuditChain.verify(connection, ledger.id()));
    }

    static int limit(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LIMIT_MAX) {
            throw refused("limit", "\"" + text + "\" is not a number between 1 and " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    static long beforeId(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw refused("cursor", "\"" + cursor + "\" is not the nextCursor of an answer; leave it out to begin");
        }
        return Long.parseLong(cursor);
    }

    private static void refuseControl(String name, @Nullable String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw refused(name, "has a control character; remove it");
        }
    }

    private static RuntimeException refused(String parameter, String message) {
        return ProblemType.INVALID_REQUEST.problem(
                parameter + " " + message + ".", List.of(new FieldError(parameter, message)));
    }
}
