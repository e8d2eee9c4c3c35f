package dev.assay.ruleset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that a ruleset serves. */
@Readiness
@ApplicationScoped
class RulesetHealth implements HealthCheck {

    @Inject
    Rulesets rulesets;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("ruleset");
        rulesets.serving()
                .ifPresentOrElse(
                        ruleset -> response.up().withData("version", ruleset.version()),
                        () -> response.down().withData("reason", String.join("; ", rulesets.failure())));
        return response.build();
    }
}
