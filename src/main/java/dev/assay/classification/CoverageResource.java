package dev.assay.classification;

import dev.assay.access.Permission;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ruleset.CoverageView;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rules matter in a ledger, over HTTP. */
@Path("/api/v1/ledgers/{ledger}/ruleset/coverage")
public class CoverageResource {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Rulesets rulesets;

    /**
     * How often each rule of the active version fired over the ledger's customers when they were last evaluated. Customers whose
     * decision comes from another version are left out; rules that fired on nobody are listed.
     */
    @GET
    @PermissionsAllowed(Permission.RULES_READ)
    public CoverageView coverage(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        try (RulesetLease lease = rulesets.lease(ledger)) {
            CompiledRuleset ruleset = lease.ruleset();
            RuleCoverage coverage = transaction.read(ledger, connection -> coverage(connection, ledger, ruleset));
            return CoverageView.of(ruleset, coverage);
        }
    }

    private static RuleCoverage coverage(Connection connection, Ledger ledger, CompiledRuleset ruleset)
            throws SQLException {
        // The last decision of each customer among the version's applied ones, by the index decision_of_customer.
        String sql = """
                with last as (
                  select distinct on (d.customer_id) d.fired
                    from decision d
                    join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at and e.applied
                   where d.ledger_id = ? and e.ruleset_version = ? and d.fired is not null
                   order by d.customer_id, d.as_of desc, d.id desc)
                select rule.ordinal, count(*)
                  from last
                 cross join lateral (select unnest(last.fired) union all select null) as rule (ordinal)
                 group by rule.ordinal
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            query.setString(2, ruleset.version());
            List<String> rules = List.copyOf(ruleset.rules().keySet());
            Map<String, Long> fired = new HashMap<>();
            long customers = 0;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Integer ordinal = (Integer) row.getObject(1);
                    if (ordinal == null) {
                        customers = row.getLong(2);
                    } else {
                        fired.put(rules.get(ordinal), row.getLong(2));
                    }
                }
            }
            return RuleCoverage.ofCounts(ruleset, customers, fired);
        }
    }
}
