package dev.assay.reclassification.due;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.engine.decision.Text;
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
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One list of all that waits for the caller's consent: change requests of every kind, and versions of rules. */
@Path("/api/v1/ledgers/{ledger}/inbox")
public class InboxResource {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /**
     * Something that waits.
     *
     * @param kind of the change request, or RULESET_VERSION
     * @param customerCode whom it is about; absent if about no single customer
     * @param amount that moves; absent if no money does, or the evidence says how much
     * @param deadline absent: it waits until somebody answers
     * @param link where it is read and answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String kind,
            long id,
            @Nullable String customerCode,
            Text summary,
            @Nullable BigDecimal amount,
            String requestedBy,
            Instant requestedAt,
            @Nullable Instant deadline,
            String link) {}

    /**
     * Oldest first. One's own, what one has agreed to already and what is above one's authority is not there; versions of rules are
     * until they are decided about, since evidence may have become stale after one agreed.
     */
    @GET
    @PermissionsAllowed(Permission.CHANGE_APPROVE)
    public List<Item> inbox(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> items(connection, ledger, limit));
    }

    private List<Item> items(Connection connection, Ledger ledger, int limit) throws SQLException {
        // change_request_waiting and ruleset_review_of_ledger: few wait.
        try (PreparedStatement query = connection.prepareStatement("""
                select kind, id, (select code from customer where id = r.customer_id) as customer_code, summary_zh, summary_en, amount,
                       requested_by, requested_at, deadline, 'change-requests/' || id as path
                  from change_request r
                 where ledger_id = ? and state = 'PENDING' and deadline > ? and requested_by <> ?
                   and (amount is null or ?::numeric is null or amount <= ?)
                   and not exists (select from change_request_step s
                                    where s.request_id = r.id and s.step = 'APPROVE' and s.taken_by = ?)
                union all
                select 'RULESET_VERSION', id, null, '规则版本“' || name || '”待审核：' || note, 'Version of rules "' || name || '": ' || note,
                       null, submitted_by, submitted_at, null, 'ruleset-reviews/' || id
                  from ruleset_review
                 where ledger_id = ? and state = 'IN_REVIEW' and not ? = any (authors)
                 order by requested_at, id
                 limit ?
                """)) {
            String name = caller.name();
            BigDecimal authority = caller.approvalLimit().orElse(null);
            query.setInt(1, ledger.id());
            query.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
            query.setString(3, name);
            query.setBigDecimal(4, authority);
            query.setBigDecimal(5, authority);
            query.setString(6, name);
            query.setInt(7, ledger.id());
            query.setString(8, name);
            query.setInt(9, limit);
            List<Item> items = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime deadline = row.getObject("deadline", OffsetDateTime.class);
                    items.add(new Item(
                            row.getString("kind"),
                            row.getLong("id"),
                            row.getString("customer_code"),
                            new Text(row.getString("summary_zh"), row.getString("summary_en")),
                            row.getBigDecimal("amount"),
                            row.getString("requested_by"),
                            row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                            deadline == null ? null : deadline.toInstant(),
                            "/api/v1/ledgers/" + ledger.code() + "/" + row.getString("path")));
                }
            }
            return items;
        }
    }
}
