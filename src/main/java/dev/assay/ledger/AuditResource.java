package dev.assay.ledger;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what in a ledger, over HTTP. It stands here and not in audit because it must know ledgers and roles. */
@Path("/api/v1/ledgers/{ledger}/audit")
public class AuditResource {

    private static final int LIMIT_MAX = 500;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    /**
     * A recorded change as clients see it.
     *
     * @param before null if it is the thing's creation
     */
    public record AuditView(
            long id,
            Instant recordedAt,
            String changedBy,
            String entity,
            String key,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {

        static AuditView of(AuditLog.Entry entry) {
            AuditLog.Change change = entry.change();
            return new AuditView(
                    entry.id(),
                    entry.recordedAt(),
                    entry.changedBy(),
                    change.entity(),
                    change.key(),
                    change.before(),
                    change.after());
        }
    }

    /** @param nextCursor null on the last page */
    public record AuditPage(List<AuditView> items, @Nullable String nextCursor) {}

    /** Latest first. */
    @GET
    @PermissionsAllowed(Permission.AUDIT_READ)
    public AuditPage list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("entity") @Nullable String entity,
            @QueryParam("key") @Nullable String key,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        int count = limit(limit);
        long beforeId = beforeId(cursor);
        refuseControl("entity", entity);
        refuseControl("key", key);
        List<AuditLog.Entry> entries = transaction.read(
                ledger, connection -> AuditLog.latest(connection, ledger.id(), entity, key, beforeId, count + 1));
        boolean more = entries.size() > count;
        List<AuditView> items = entries.stream().limit(count).map(AuditView::of).toList();
        return new AuditPage(items, more ? String.valueOf(items.get(count - 1).id()) : null);
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LIMIT_MAX) {
            throw refused("limit", "\"" + text + "\" is not a number between 1 and " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    private static long beforeId(@Nullable String cursor) {
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
