package dev.assay.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerClock;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the open items of a ledger against its documents, over HTTP, and mends what differs. */
@Path("/api/v1/ledgers/{ledger}/open-items/repair")
public class OpenItemRepair {

    private static final int SHOWN_MAX = 100;

    private static final String WANTED = """
            create temp table wanted_item on commit drop as
            select * from open_item_by_documents where ledger_id = %d
            """;

    private static final String WANTED_KEY = "create unique index on wanted_item (customer_id, key)";

    /** Of an item that stands although nothing is open of it any more, only what it says is compared. */
    private static final String DIFFERENCES = """
            create temp table different_item on commit drop as
            select coalesce(is_now.customer_id, wanted.customer_id) as customer_id, coalesce(is_now.key, wanted.key) as key,
                   is_now.open as open_before, wanted.open as open_by_documents
              from (select * from open_item where ledger_id = %d) as is_now
              full join wanted_item as wanted on wanted.customer_id = is_now.customer_id and wanted.key = is_now.key
             where is_now.key is null and (wanted.open <> 0 or wanted.alloc_to > '%s')
                or is_now.key is not null and is_now is distinct from wanted
            """;

    private static final String DELETE = """
            delete from open_item o
             using wanted_item w
             where w.customer_id = o.customer_id and w.key = o.key and w.open = 0 and w.alloc_to <= ?
            """;

    private static final String DELETE_DIFFERENT = """
            delete from open_item o
             using different_item d
             where d.customer_id = o.customer_id and d.key = o.key
            """;

    private static final String INSERT = """
            insert into open_item
            select w.*
              from different_item d
              join wanted_item w on w.customer_id = d.customer_id and w.key = d.key
             where w.open <> 0 or w.alloc_to > ?
             order by w.customer_id, w.key
            """;

    private static final String SHOW = """
            select c.code, k.document_id, d.open_before, d.open_by_documents
              from different_item d
              join customer c on c.id = d.customer_id
              left join document_key k on k.key = d.key
             order by c.code, k.document_id
             limit ?
            """;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * An item that was wrong, amounts in minor units of the base currency.
     *
     * @param openBefore null: it was missing
     * @param openByDocuments null: there is no such document
     */
    public record Mended(
            String customerCode,
            @Nullable String documentId,
            @Nullable Long openBefore,
            @Nullable Long openByDocuments) {}

    /**
     * What was found.
     *
     * @param compared current versions of documents
     * @param items open items, as they are now
     * @param mended items that were wrong, missing or too many
     * @param first the first of these
     */
    public record Report(long compared, long items, long mended, List<Mended> first) {}

    /**
     * Compares every open item with what the documents say and mends what differs, in one transaction; intake waits for it. Positions
     * and order checks are read from the open items, so this should find nothing; if it does, the report names it and the audit counts it.
     */
    @POST
    @PermissionsAllowed(Permission.LEDGER_WRITE)
    public Report repair(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        return transaction.call(ledger, connection -> {
            // Nothing is merged meanwhile; credit can be asked for.
            var unused = LedgerClock.hold(connection, ledger);
            run(connection, WANTED.formatted(ledger.id()));
            run(connection, WANTED_KEY);
            run(connection, DIFFERENCES.formatted(ledger.id(), today));
            run(connection, DELETE_DIFFERENT);
            run(connection, DELETE, today);
            run(connection, INSERT, today);
            Report report = new Report(
                    count(connection, "wanted_item"),
                    count(connection, "open_item where ledger_id = " + ledger.id()),
                    count(connection, "different_item"),
                    first(connection));
            AuditLog.record(
                    connection,
                    ledger.id(),
                    clock.instant(),
                    caller.name(),
                    new AuditLog.Change(
                            "open-items",
                            ledger.code(),
                            null,
                            // whom it concerns is for those who see all customers
                            json.valueToTree(new Report(report.compared(), report.items(), report.mended(), List.of()))
                                    .toString()));
            return report;
        });
    }

    private static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private static long count(Connection connection, String rows) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select count(*) from " + rows);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<Mended> first(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SHOW)) {
            query.setInt(1, SHOWN_MAX);
            List<Mended> first = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    first.add(new Mended(
                            row.getString(1), row.getString(2), (Long) row.getObject(3), (Long) row.getObject(4)));
                }
            }
            return first;
        }
    }
}
