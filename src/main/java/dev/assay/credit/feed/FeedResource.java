package dev.assay.credit.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.access.Permission;
import dev.assay.credit.position.CreditPolicy;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ERP's sign of life: documents came, or there were none to send. */
@Path("/api/v1/ledgers/{ledger}/feed")
public class FeedResource {

    private static final List<String> KINDS = List.of("ORDER", "INVOICE", "CREDIT_NOTE", "PAYMENT");

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Clock clock;

    /** @param sent by kind, how many documents the ERP sent in all; absent: it says only that it lives */
    public record Heartbeat(@Nullable Map<String, Long> sent) {}

    /**
     * How fresh the documents are.
     *
     * @param last the last batch or heartbeat; absent: there never was one
     * @param stale older than the ledger's policy allows: checks of orders say DATA_STALE
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FeedView(@Nullable Instant last, boolean stale, int staleAfterHours, List<Kind> kinds) {}

    /**
     * One kind of document.
     *
     * @param sent what the ERP said it sent in all; absent: it didn't say
     * @param received documents of the kind that are here, in whatever version
     * @param missing sent less received, if that is more than 0; absent otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Kind(
            String kind,
            @Nullable Instant heartbeat,
            @Nullable Long sent,
            long received,
            @Nullable Long missing) {}

    /** Says that the ERP lives, and with {@code sent} how many documents of each kind it has sent in all. */
    @POST
    @Path("heartbeat")
    @PermissionsAllowed(Permission.DOCUMENT_WRITE)
    public FeedView beat(@PathParam("ledger") String ledgerCode, @Nullable Heartbeat heartbeat) {
        Ledger ledger = ledgers.require(ledgerCode);
        Map<String, Long> sent = heartbeat == null || heartbeat.sent() == null ? Map.of() : heartbeat.sent();
        sent.forEach((kind, count) -> {
            if (!KINDS.contains(kind) || count == null || count < 0) {
                throw ProblemType.INVALID_CONTENT.problem(
                        "The heartbeat can't be like this.",
                        List.of(new FieldError("/sent/" + kind, "give a number from 0 for one of " + KINDS)));
            }
        });
        return transaction.call(ledger, connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    insert into feed_heartbeat (ledger_id, kind, last_at, sent) values (?, ?, ?, ?)
                    on conflict (ledger_id, kind)
                    do update set last_at = excluded.last_at, sent = coalesce(excluded.sent, feed_heartbeat.sent)
                    """)) {
                for (String kind : KINDS) {
                    if (sent.isEmpty() || sent.containsKey(kind)) {
                        upsert.setInt(1, ledger.id());
                        upsert.setString(2, kind);
                        upsert.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
                        upsert.setObject(4, sent.get(kind), Types.BIGINT);
                        upsert.addBatch();
                    }
                }
                upsert.executeBatch();
            }
            return view(connection, ledger, false);
        });
    }

    /**
     * When documents last came, and whether all that was sent is here.
     *
     * @param counted false: what was received isn't counted, which takes a pass over every document id of the ledger
     */
    @GET
    @PermissionsAllowed(Permission.CREDIT_READ)
    public FeedView get(
            @PathParam("ledger") String ledgerCode, @QueryParam("counted") @DefaultValue("true") boolean counted) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> view(connection, ledger, counted));
    }

    private FeedView view(Connection connection, Ledger ledger, boolean counted) throws SQLException {
        // One pass over the ledger's keys, if they are counted.
        try (PreparedStatement query = connection.prepareStatement("""
                select kinds.kind, h.last_at, h.sent, coalesce(received.documents, 0) as received,
                       greatest((select max(recorded_at) from document_batch where ledger_id = ?),
                                (select max(last_at) from feed_heartbeat where ledger_id = ?)) as last
                  from unnest(array['ORDER', 'INVOICE', 'CREDIT_NOTE', 'PAYMENT']) with ordinality as kinds (kind, number)
                  left join feed_heartbeat h on h.ledger_id = ? and h.kind = kinds.kind
                  left join (select kind, count(*) as documents from document_key
                              where ledger_id = ? and content_hash is not null and ? group by kind) as received
                    on received.kind = kinds.number
                 order by kinds.number
                """)) {
            for (int i = 1; i <= 4; i++) {
                query.setInt(i, ledger.id());
            }
            query.setBoolean(5, counted);
            List<Kind> kinds = new ArrayList<>();
            Instant last = null;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Long sent = (Long) row.getObject("sent");
                    long received = row.getLong("received");
                    last = instant(row.getObject("last", OffsetDateTime.class));
                    if (counted) {
                        kinds.add(new Kind(
                                row.getString("kind"),
                                instant(row.getObject("last_at", OffsetDateTime.class)),
                                sent,
                                received,
                                sent == null || sent <= received ? null : (Long) (sent - received)));
                    }
                }
            }
            int hours = CreditPolicy.of(connection, ledger).staleAfterHours();
            boolean stale =
                    last == null || Duration.between(last, clock.instant()).compareTo(Duration.ofHours(hours)) > 0;
            return new FeedView(last, stale, hours, kinds);
        }
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
