package dev.assay.ruleset.draft;

import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.RulesetProblems;
import dev.assay.ruleset.RulesetVersions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * The files of versions. Versions are stored once for the installation, but a ledger sees only those that were handed in to it, and
 * those that came into service from the rules folder, which serve everyone.
 */
@ApplicationScoped
public class VersionContent {

    @Inject
    LedgerTransaction transaction;

    @Inject
    RulesetVersions versions;

    /**
     * Content by path.
     *
     * @throws dev.assay.platform.problem.Problem NOT_FOUND, also for versions of other ledgers
     */
    public Map<String, byte[]> require(Ledger ledger, String version) {
        boolean visible = versions.everServedInstallation(version)
                || transaction.read(ledger, connection -> isHandedIn(connection, ledger, version));
        try {
            return versions.files(visible ? version : "")
                    .map(RulesetFiles::asMap)
                    .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                            "There is no version \"" + version + "\" in ledger \"" + ledger.code() + "\"."));
        } catch (RulesetException e) {
            throw RulesetProblems.refused(e.diagnostics(), "The version can't be read.");
        }
    }

    private static boolean isHandedIn(Connection connection, Ledger ledger, String version) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select 1 from ruleset_review where ledger_id = ? and hash = ? limit 1")) {
            query.setInt(1, ledger.id());
            query.setString(2, version);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}
