package dev.assay.classification;

import dev.assay.engine.improvement.FindImprovements;
import dev.assay.ruleset.Rulesets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;

/** Finds what would have improved a recorded decision, from the facts and under the rules that made it. */
@ApplicationScoped
class ImproveDecision {

    @Inject
    Rulesets rulesets;

    ImprovementsView improve(StoredDecision stored) {
        DecisionView recorded = stored.view();
        return rulesets.with(
                recorded.rulesetVersion(),
                ruleset -> new ImprovementsView(
                        Objects.requireNonNull(recorded.id()),
                        recorded.rulesetVersion(),
                        recorded.grade(),
                        recorded.hold(),
                        new FindImprovements(ruleset).of(stored.facts())));
    }
}
