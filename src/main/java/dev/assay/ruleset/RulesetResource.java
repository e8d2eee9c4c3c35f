package dev.assay.ruleset;

import dev.assay.access.Permission;
import dev.assay.platform.problem.ProblemType;
import dev.assay.platform.problem.ProblemView;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The ruleset that serves, over HTTP. It belongs to the installation: all ledgers are graded by it. */
@Path("/api/v1/ruleset")
public class RulesetResource {

    @Inject
    Rulesets rulesets;

    @Inject
    ReloadRuleset reload;

    @Inject
    SecurityIdentity caller;

    /** What serves, since when, and what is wrong with the rules folder if it isn't that which serves. */
    @GET
    @PermissionsAllowed(Permission.RULES_READ)
    public RulesetView get() {
        return new RulesetView(
                rulesets.serving().map(RulesetView.ActiveView::of).orElse(null), reload.last(), reload.quarantined());
    }

    /** Reads the rules folder again and activates what it holds, without a request lost; the answer says what serves then. */
    @POST
    @Path("reload")
    @PermissionsAllowed(Permission.RULES_RELOAD)
    @APIResponse(
            responseCode = "200",
            description = "The folder's version serves",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RulesetView.class)))
    @APIResponse(
            responseCode = "422",
            description = "The folder has problems; what served before goes on",
            content =
                    @Content(mediaType = ProblemView.MEDIA_TYPE, schema = @Schema(implementation = ProblemView.class)))
    public RulesetView reload() {
        if (!reload.followsFolder()) {
            throw ProblemType.CONFLICT.problem(
                    "The rules come from the database (assay.rules.source=database); submit a draft to"
                            + " a ledger instead.");
        }
        ReloadAttempt attempt = reload.reload(caller.getPrincipal().getName());
        if (attempt.outcome() == ReloadAttempt.Outcome.REFUSED) {
            throw RulesetProblems.refused(
                    attempt.problems(), "The rules folder isn't what serves; what served before goes on.");
        }
        return get();
    }

    /** How often each rule fired over the examples of the version that serves; rules that never fired are listed. */
    @GET
    @Path("coverage")
    @PermissionsAllowed(Permission.RULES_READ)
    public CoverageView coverage() {
        return rulesets.serving()
                .map(serving -> CoverageView.of(serving.ruleset(), serving.examples()))
                .orElseThrow(Rulesets::nothingServes);
    }
}
