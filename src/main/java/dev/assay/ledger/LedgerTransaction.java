package dev.assay.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.access.DataScope;
import dev.assay.audit.RequestOrigin;
import dev.assay.platform.database.RoundTrip;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The only door to a ledger's data: a new transaction that has entered one ledger.
 *
 * <p>Row-level security shows the transaction that ledger's rows and no others, and of these what the caller's data scope shows. Hibernate calls made inside the work share its
 * connection. An exception of the work rolls everything back.
 */
@ApplicationScoped
public class LedgerTransaction {

    private static final String READ_WRITE = "set transaction isolation level read committed";
    private static final String READ_ONLY = "set transaction isolation level repeatable read, read only";

    @Inject
    DataSource database;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    /** For few rows found by index, whatever the values: a plan is made once for each connection and kept. */
    private static final String PLANNED_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true), ";

    private static final String PLANNED_AS_USUAL = "";

    /**
     * Runs work on a few customers that may write. Its statements are planned once for all values, since planning them takes longer
     * than running them.
     */
    public <T> T callForFew(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, READ_WRITE, PLANNED_ONCE);
    }

    /** Runs work on a few customers that only reads; planned as {@link #callForFew} says. */
    public <T> T readForFew(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, READ_ONLY, PLANNED_ONCE);
    }

    /** Work whose first questions enter the ledger in the same round trip. */
    @FunctionalInterface
    public interface TripWork<T> {
        T run(RoundTrip first) throws SQLException;
    }

    /** As {@link #callForFew}, a round trip less: nothing may be asked before the first one is made. */
    public <T> T callInTrips(Ledger ledger, TripWork<T> work) {
        return inTransaction(connection -> work.run(entering(connection, ledger, READ_WRITE, PLANNED_ONCE)));
    }

    /** As {@link #readForFew}, a round trip less: nothing may be asked before the first one is made. */
    public <T> T readInTrips(Ledger ledger, TripWork<T> work) {
        return inTransaction(connection -> work.run(entering(connection, ledger, READ_ONLY, PLANNED_ONCE)));
    }

    /** Runs work that may write. */
    public <T> T call(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, READ_WRITE, PLANNED_AS_USUAL);
    }

    /** Runs work that may write, and keeps nothing of it if it is a dry run: its answer is all that comes of it. */
    public <T> T call(Ledger ledger, boolean dryRun, SqlWork<T> work) {
        return call(ledger, connection -> {
            if (!dryRun) {
                return work.run(connection);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("savepoint dry_run");
                T answer = work.run(connection);
                statement.execute("rollback to savepoint dry_run");
                return answer;
            }
        });
    }

    /** Runs work that may write and gives nothing back. */
    public void run(Ledger ledger, SqlAction work) {
        var unused = call(ledger, connection -> {
            work.run(connection);
            return true;
        });
    }

    /** Runs work that only reads, on one snapshot of the database. */
    public <T> T read(Ledger ledger, SqlWork<T> work) {
        return inTransaction(ledger, work, READ_ONLY, PLANNED_AS_USUAL);
    }

    private <T> T inTransaction(Ledger ledger, SqlWork<T> work, String mode, String planning) {
        return inTransaction(connection -> {
            entering(connection, ledger, mode, planning).make();
            return work.run(connection);
        });
    }

    private <T> T inTransaction(SqlWork<T> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                return work.run(connection);
            }
        });
    }

    private RoundTrip entering(Connection connection, Ledger ledger, String mode, String planning) {
        RoundTrip trip = new RoundTrip(connection);
        trip.tell(mode);
        RequestOrigin origin = RequestOrigin.current();
        var unused = trip.ask(
                "select " + planning + "set_config('assay.ledger', ?, true), set_config('assay.scope', ?, true), "
                        + RequestOrigin.SETTINGS,
                ResultSet::next,
                String.valueOf(ledger.id()),
                scope(caller.scope()),
                origin.remote(),
                origin.requestId(),
                origin.reason());
        return trip;
    }

    /** As entered_scope() reads it: what isn't asked for is left out. */
    private String scope(DataScope scope) {
        if (scope.isAll()) {
            return "";
        }
        ObjectNode asked = json.createObjectNode();
        put(asked, "regions", scope.regions());
        put(asked, "departments", scope.departments());
        put(asked, "owners", scope.owners());
        return asked.toString();
    }

    private static void put(ObjectNode asked, String what, Set<String> values) {
        if (!values.isEmpty()) {
            values.forEach(asked.putArray(what)::add);
        }
    }
}
