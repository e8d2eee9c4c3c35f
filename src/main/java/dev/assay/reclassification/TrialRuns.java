package dev.assay.reclassification;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import dev.assay.ruleset.release.LedgerTrial;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trials of versions as simulated runs. */
@ApplicationScoped
class TrialRuns implements LedgerTrial {

    private static final int MOVERS_EACH_WAY = 10;

    @Inject
    StartReclassification start;

    @Inject
    Runs runs;

    @Inject
    RunChanges changes;

    @Inject
    ObjectMapper json;

    @Override
    public long start(Ledger ledger, String version, String by) {
        return start.tryOnAll(ledger, version, by);
    }

    @Override
    public Optional<Result> result(Connection connection, Ledger ledger, long runId) throws SQLException {
        Optional<Run> found = runs.find(connection, ledger, runId);
        return found.isEmpty() ? Optional.empty() : Optional.of(result(connection, ledger, found.get()));
    }

    private Result result(Connection connection, Ledger ledger, Run run) throws SQLException {
        List<ChangeView> movers = new ArrayList<>();
        if (run.state() == Run.State.DONE) {
            for (ChangeFilter.Sort sort :
                    List.of(ChangeFilter.Sort.LIMIT_RISES_FIRST, ChangeFilter.Sort.LIMIT_FALLS_FIRST)) {
                changes.after(connection, run, new ChangeFilter(null, null, true, sort), null, MOVERS_EACH_WAY)
                        .forEach(row -> movers.add(row.view()));
            }
        }
        MigrationView migration = changes.migration(connection, run);
        String scope = enterScope(connection, "");
        try {
            return result(connection, ledger, run, migration, movers);
        } finally {
            enterScope(connection, scope);
        }
    }

    /** What an approver agrees to is the whole of it, also where he sees only some of the customers. */
    private static String enterScope(Connection connection, String scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select coalesce(current_setting('assay.scope', true), ''), set_config('assay.scope', ?, true)")) {
            statement.setString(1, scope);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private Result result(
            Connection connection, Ledger ledger, Run run, MigrationView migration, List<ChangeView> movers)
            throws SQLException {
        // Sums over the cells of the run, a few for each chunk, and over its changes by primary key.
        try (PreparedStatement query = connection.prepareStatement("""
                select coalesce(sum(customers), 0) as customers, coalesce(sum(moved), 0) as moved,
                       coalesce(sum(limit_after - limit_before), 0) as change,
                       (select greatest(coalesce(sum(abs(limit_change)), 0), case when coalesce(bool_or(limit_change is null
                                 and after_granted_type = 'UNLIMITED' and before_granted_type is distinct from 'UNLIMITED'), false)
                                 then ? else 0 end)
                          from reclassification_change where run_id = ?) as movement
                  from reclassification_cell where run_id = ?
                """)) {
            query.setBigDecimal(1, GuardedRuns.UNLIMITED.movePointRight(ledger.baseScale()));
            query.setLong(2, run.id());
            query.setLong(3, run.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Result(
                        run.id(),
                        run.state().name(),
                        row.getLong("customers"),
                        row.getLong("moved"),
                        money(row.getBigDecimal("change"), ledger),
                        money(row.getBigDecimal("movement"), ledger),
                        json.valueToTree(migration.cells()),
                        json.valueToTree(movers.stream().distinct().toList()));
            }
        }
    }

    private static BigDecimal money(BigDecimal minor, Ledger ledger) {
        return minor.movePointLeft(ledger.baseScale()).setScale(ledger.baseScale());
    }
}
