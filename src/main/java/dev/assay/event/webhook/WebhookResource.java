package dev.assay.event.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.access.Secrets;
import dev.assay.audit.AuditLog;
import dev.assay.event.Outbox;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.encryption.Encryption;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Where a ledger's events are sent, over HTTP. */
@Path("/api/v1/ledgers/{ledger}/webhooks")
public class WebhookResource {

    private static final int URL_MAX = 500;
    private static final int TYPES_MAX = 20;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Webhooks webhooks;

    @Inject
    Outbox outbox;

    @Inject
    Encryption encryption;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * @param types absent: all
     * @param after number of the event to go on from; absent: only what happens from now on
     */
    public record NewWebhook(
            @Nullable String url,
            @Nullable List<String> types,
            @Nullable Long after) {}

    public record Cursor(@Nullable Long after) {}

    public record Active(@Nullable Boolean active) {}

    @GET
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public List<Webhook> list(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> webhooks.all(connection, ledger));
    }

    /** The answer has the secret that signatures are made with, this once. */
    @POST
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public Webhook create(@PathParam("ledger") String ledgerCode, NewWebhook request) {
        Ledger ledger = ledgers.require(ledgerCode);
        String url = url(request.url());
        if (request.types() != null
                && (request.types().isEmpty() || request.types().size() > TYPES_MAX)) {
            throw refused("/types", "give 1 to " + TYPES_MAX + " types, or leave it out for all");
        }
        String secret = Secrets.random();
        return transaction.call(ledger, connection -> {
            outbox.publish(connection, ledger);
            long after = request.after() == null ? outbox.last(connection, ledger) : request.after();
            long id = webhooks.insert(
                    connection,
                    ledger,
                    url,
                    encryption.encrypt(secret, Delivery.context(ledger.id())),
                    request.types(),
                    after,
                    caller.name());
            Webhook webhook = webhooks.require(connection, ledger, id);
            audit(connection, ledger, null, webhook);
            return webhook.withSecret(secret);
        });
    }

    @PUT
    @Path("{id}/active")
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public Webhook activate(@PathParam("ledger") String ledgerCode, @PathParam("id") long id, Active active) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            Webhook before = webhooks.require(connection, ledger, id);
            webhooks.setActive(connection, id, !Boolean.FALSE.equals(active.active()));
            Webhook after = webhooks.require(connection, ledger, id);
            audit(connection, ledger, before, after);
            return after;
        });
    }

    @DELETE
    @Path("{id}")
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public Response delete(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(ledger, connection -> {
            audit(connection, ledger, webhooks.require(connection, ledger, id), null);
            webhooks.delete(connection, id);
        });
        return Response.noContent().build();
    }

    /** Sends every event behind a number again; also tries at once what failed. */
    @POST
    @Path("{id}/replay")
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public Webhook replay(@PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Cursor cursor) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            Webhook before = webhooks.require(connection, ledger, id);
            webhooks.replay(
                    connection, id, cursor == null || cursor.after() == null ? before.delivered() : cursor.after());
            Webhook after = webhooks.require(connection, ledger, id);
            audit(connection, ledger, before, after);
            return after;
        });
    }

    /** What was sent and how it went, newest first. @param deadLetters only what was given up */
    @GET
    @Path("{id}/attempts")
    @PermissionsAllowed(Permission.WEBHOOK_MANAGE)
    public List<Webhooks.Attempt> attempts(
            @PathParam("ledger") String ledgerCode,
            @PathParam("id") long id,
            @QueryParam("deadLetters") @DefaultValue("false") boolean deadLetters,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> {
            var known = webhooks.require(connection, ledger, id);
            return webhooks.attempts(connection, known.id(), deadLetters, before, limit);
        });
    }

    private static String url(@Nullable String text) {
        try {
            URI uri = URI.create(text == null ? "" : text);
            if (text != null
                    && text.length() <= URL_MAX
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // reported below, with the value
        }
        throw refused(
                "/url",
                "\"" + text + "\" is not an address such as https://erp.example.com/assay, without user and fragment");
    }

    private static RuntimeException refused(String pointer, String message) {
        return ProblemType.INVALID_CONTENT.problem(
                "The webhook can't be like this.", List.of(new FieldError(pointer, message)));
    }

    private void audit(Connection connection, Ledger ledger, @Nullable Webhook before, @Nullable Webhook after)
            throws SQLException {
        Webhook either = after == null ? before : after;
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                caller.name(),
                new AuditLog.Change(
                        "webhook",
                        either == null ? "" : String.valueOf(either.id()),
                        before == null ? null : json.valueToTree(before).toString(),
                        after == null ? null : json.valueToTree(after).toString()));
    }
}
