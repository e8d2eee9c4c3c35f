package dev.assay.ruleset;

import dev.assay.ruleset.ReloadAttempt.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that a good ruleset serves; the data say which, and whether the rules folder holds something else that can't. */
@Readiness
@ApplicationScoped
class RulesetHealth implements HealthCheck {

    @Inject
    Rulesets rulesets;

    @Inject
    ReloadRuleset reload;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("ruleset");
        rulesets.serving()
                .ifPresentOrElse(
                        serving -> serving(response, serving),
                        () -> response.down().withData("reason", "no ruleset serves"));
        ReloadAttempt last = reload.last();
        if (last != null) {
            boolean good = last.outcome() == Outcome.ACTIVATED || last.outcome() == Outcome.UNCHANGED;
            response.withData("folder", good ? "serves" : "has problems");
            if (!last.problems().isEmpty()) {
                response.withData("problems", last.problems().size())
                        .withData("firstProblem", last.problems().get(0).toString());
            }
        }
        return response.build();
    }

    private static void serving(HealthCheckResponseBuilder response, ServingRuleset serving) {
        response.status(!serving.ruleset().isQuarantined())
                .withData("name", serving.ruleset().name())
                .withData("version", serving.version())
                .withData("since", serving.activation().at().toString());
        if (serving.ruleset().isQuarantined()) {
            response.withData("reason", "its rules ran past their deadline and were stopped");
        }
    }
}
