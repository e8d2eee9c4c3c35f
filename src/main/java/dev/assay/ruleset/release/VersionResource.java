package dev.assay.ruleset.release;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.LedgerRulesets;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.RulesetVersions;
import dev.assay.ruleset.Rulesets;
import dev.assay.ruleset.draft.Drafts;
import dev.assay.ruleset.draft.RulesetArchive;
import dev.assay.ruleset.draft.VersionContent;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions that serve and served a ledger, over HTTP: time line, roll-back, retirement, comparison. */
@Path("/api/v1/ledgers/{ledger}")
public class VersionResource {

    private static final String ZIP = "application/zip";
    private static final String DRAFT = "draft:";
    private static final String ACTIVE = "active";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    LedgerRulesets ledgerRulesets;

    @Inject
    Rulesets rulesets;

    @Inject
    RulesetVersions versions;

    @Inject
    Drafts drafts;

    @Inject
    VersionContent content;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /** @param reason why, for the record */
    public record Because(@Nullable String reason) {}

    /**
     * What serves a ledger and what served it.
     *
     * @param active version that serves now
     * @param ofLedger whether the ledger chose it; false: it follows the installation's rules folder
     * @param timeLine what the ledger chose and when, latest first, also what is planned
     * @param retired versions that must not serve any more
     */
    public record VersionsView(
            String active, boolean ofLedger, List<LedgerRulesets.Activation> timeLine, List<String> retired) {}

    @GET
    @Path("ruleset-versions")
    @PermissionsAllowed(Permission.RULES_READ)
    public VersionsView versions(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        String active = active(ledger);
        return transaction.read(ledger, connection -> {
            List<LedgerRulesets.Activation> timeLine = ledgerRulesets.timeLine(connection, ledger);
            Instant now = clock.instant();
            boolean ofLedger = timeLine.stream().anyMatch(each -> served(each, now));
            return new VersionsView(
                    active,
                    ofLedger,
                    timeLine,
                    Retirements.all(connection, ledger).stream().sorted().toList());
        });
    }

    private static boolean served(LedgerRulesets.Activation activation, Instant now) {
        return activation.cancelledBy() == null && !activation.activeFrom().isAfter(now);
    }

    private String active(Ledger ledger) {
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return lease.ruleset().version();
        }
    }

    /** The files of a version that was handed in here or serves here. */
    @GET
    @Path("ruleset-versions/{version}/archive")
    @Produces(ZIP)
    @PermissionsAllowed(Permission.RULES_READ)
    public Response archive(@PathParam("ledger") String ledgerCode, @PathParam("version") String version) {
        return Response.ok(RulesetArchive.write(content.require(ledgers.require(ledgerCode), version)), ZIP)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ruleset.zip\"")
                .build();
    }

    /** Goes back to a version that served this ledger before, at once. */
    @POST
    @Path("ruleset-versions/{version}/roll-back")
    @PermissionsAllowed(Permission.RULES_ACTIVATE)
    public VersionsView rollBack(
            @PathParam("ledger") String ledgerCode, @PathParam("version") String version, @Nullable Because because) {
        Ledger ledger = ledgers.require(ledgerCode);
        String reason = reason(because);
        transaction.run(ledger, connection -> {
            Instant now = clock.instant();
            List<LedgerRulesets.Activation> own = ledgerRulesets.timeLine(connection, ledger).stream()
                    .filter(each -> served(each, now))
                    .toList();
            // Before the ledger chose anything it was served by what the folder brought.
            Instant firstOwn = own.isEmpty() ? now : own.get(own.size() - 1).activeFrom();
            if (own.stream().noneMatch(each -> each.version().equals(version))
                    && !versions.servedInstallation(version, firstOwn)) {
                throw ProblemType.CONFLICT.problem("Version " + version
                        + " never served this ledger; a new one goes through a review, not through a roll-back.");
            }
            Retirements.refuse(connection, ledger, version);
            ledgerRulesets.activate(
                    connection, ledger, version, now, LedgerRulesets.Kind.ROLL_BACK, null, reason, caller.name());
        });
        ledgerRulesets.forget(ledger);
        return versions(ledgerCode);
    }

    /** Calls off what is planned for later. */
    @DELETE
    @Path("ruleset-versions/planned")
    @PermissionsAllowed(Permission.RULES_ACTIVATE)
    public VersionsView cancelPlanned(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        transaction.run(ledger, connection -> {
            int cancelled = ledgerRulesets.cancelPlanned(connection, ledger, clock.instant(), caller.name());
            if (cancelled == 0) {
                throw ProblemType.CONFLICT.problem("Nothing is planned.");
            }
            audit(connection, ledger, "planned", "{\"cancelled\":" + cancelled + "}");
        });
        return versions(ledgerCode);
    }

    /** Keeps a version from ever serving this ledger again; its decisions are replayed all the same. */
    @POST
    @Path("ruleset-versions/{version}/retire")
    @PermissionsAllowed(Permission.RULES_ACTIVATE)
    public VersionsView retire(
            @PathParam("ledger") String ledgerCode, @PathParam("version") String version, @Nullable Because because) {
        Ledger ledger = ledgers.require(ledgerCode);
        String reason = reason(because);
        content.require(ledger, version);
        if (version.equals(active(ledger))) {
            throw ProblemType.CONFLICT.problem("Version " + version + " serves; bring another one into service first.");
        }
        transaction.run(ledger, connection -> {
            Retirements.add(connection, ledger, version, caller.name(), clock.instant(), reason);
            audit(connection, ledger, version, "{\"retired\":true}");
        });
        return versions(ledgerCode);
    }

    /** What differs between two rulesets: each a version's hash, {@code active}, or {@code draft:} and its name. */
    @GET
    @Path("ruleset-diff")
    @PermissionsAllowed(Permission.RULES_READ)
    public RulesetDiff diff(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Ledger ledger = ledgers.require(ledgerCode);
        return RulesetDiff.between(side(ledger, from, "from"), side(ledger, to, "to"));
    }

    private Map<String, byte[]> side(Ledger ledger, @Nullable String which, String parameter) {
        if (which == null || which.isEmpty()) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "Two sides are compared.",
                    List.of(new FieldError(
                            parameter, "give a version's hash, \"active\", or \"draft:\" and its name")));
        }
        if (which.startsWith(DRAFT)) {
            String name = which.substring(DRAFT.length());
            return transaction
                    .read(ledger, connection -> drafts.require(connection, ledger, name))
                    .files();
        }
        return content.require(ledger, which.equals(ACTIVE) ? active(ledger) : which);
    }

    @GET
    @Path("review-policy")
    @PermissionsAllowed(Permission.RULES_READ)
    public ReviewPolicy policy(@PathParam("ledger") String ledgerCode) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> ReviewPolicy.of(connection, ledger));
    }

    @PUT
    @Path("review-policy")
    @PermissionsAllowed(Permission.LEDGER_WRITE)
    public ReviewPolicy putPolicy(@PathParam("ledger") String ledgerCode, ReviewPolicy policy) {
        Ledger ledger = ledgers.require(ledgerCode);
        if (policy.oneApproverMax() != null && policy.oneApproverMax().signum() < 0) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The policy can't be like this.",
                    List.of(new FieldError("/oneApproverMax", policy.oneApproverMax() + " is negative")));
        }
        transaction.run(ledger, connection -> {
            policy.store(connection, ledger);
            audit(
                    connection,
                    ledger,
                    "review-policy",
                    "{\"requiresRun\":" + policy.requiresRun() + ",\"oneApproverMax\":" + policy.oneApproverMax()
                            + "}");
        });
        return policy;
    }

    private void audit(Connection connection, Ledger ledger, String key, String after) throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                caller.name(),
                new AuditLog.Change("ruleset-version", key, null, after));
    }

    private static String reason(@Nullable Because because) {
        String reason = because == null || because.reason() == null
                ? ""
                : because.reason().strip();
        if (reason.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "It needs a reason.", List.of(new FieldError("/reason", "say why, for the record")));
        }
        return reason;
    }
}
