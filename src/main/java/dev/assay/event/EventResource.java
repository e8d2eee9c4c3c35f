package dev.assay.event;

import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** The events of a ledger, to be read from a cursor on. */
@Path("/api/v1/ledgers/{ledger}/events")
public class EventResource {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Outbox outbox;

    /**
     * A page of events.
     *
     * @param after the number to go on from, whether there was an event or not
     */
    public record Page(List<CloudEvent> items, long after) {}

    /**
     * Events in their order, as CloudEvents. Each is there once; who reads on from {@code after} misses none.
     *
     * @param types absent: all
     */
    @GET
    @PermissionsAllowed(Permission.EVENT_READ)
    public Page list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("type") List<String> types,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(ledger, connection -> outbox.publish(connection, ledger));
        return transaction.read(ledger, connection -> {
            List<CloudEvent> events = outbox.page(connection, ledger, after, types.isEmpty() ? null : types, limit);
            long last = events.size() == limit
                    ? events.get(limit - 1).seq()
                    : Math.max(after, outbox.last(connection, ledger));
            return new Page(events, last);
        });
    }
}
