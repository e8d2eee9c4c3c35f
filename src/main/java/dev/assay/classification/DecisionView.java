package dev.assay.classification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.classification.facts.FactsJson;
import dev.assay.engine.EngineVersion;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.decision.Reason;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision as clients see it.
 *
 * @param id null if it isn't stored
 * @param knownAt documents recorded later were not read; null for facts that came with the request
 * @param cutPoints the ledger-relative cut-points that were read, null if there were none
 * @param applied whether it became the customer's classification; false for a trial
 * @param reasons most weight first
 * @param facts flat object of what the rules read
 */
public record DecisionView(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long id,
        String customerCode,
        LocalDate asOf,
        Instant decidedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant knownAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long cutPoints,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean applied,
        String rulesetVersion,
        String engineVersion,
        @Nullable BigDecimal score,
        String grade,
        boolean provisional,
        String category,
        @Nullable String valueClass,
        CreditLimit creditLimit,
        PaymentTerm paymentTerm,
        int graceDays,
        boolean hold,
        LocalDate reviewOn,
        List<Reason> reasons,
        Object facts) {

    /** A decision nobody stored. */
    public static DecisionView unstored(
            CustomerFacts facts, Decision decision, String rulesetVersion, Set<Metric> metrics, Instant now) {
        return new DecisionView(
                null,
                facts.customerCode(),
                facts.asOf(),
                now,
                null,
                null,
                null,
                rulesetVersion,
                EngineVersion.CURRENT,
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                facts.history().valueClass(),
                decision.creditLimit(),
                decision.paymentTerm(),
                decision.graceDays(),
                decision.hold(),
                decision.reviewOn(),
                decision.reasons(),
                FactsJson.of(facts, metrics));
    }

    /** What stands of a decision whose month of the log was dropped. */
    static DecisionView withoutFacts(
            long id, String customerCode, LocalDate asOf, Instant decidedAt, Decision decision) {
        return new DecisionView(
                id,
                customerCode,
                asOf,
                decidedAt,
                null,
                null,
                true,
                "",
                "",
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                null,
                decision.creditLimit(),
                decision.paymentTerm(),
                decision.graceDays(),
                decision.hold(),
                decision.reviewOn(),
                decision.reasons(),
                Map.of());
    }

    /** A decision that was just recorded. */
    static DecisionView recorded(DecisionLog.Evaluation evaluation, DecidedCustomer decided, long id) {
        DecisionView view = unstored(
                decided.assembled().facts(),
                decided.decision(),
                evaluation.rulesetVersion(),
                evaluation.metrics(),
                evaluation.decidedAt());
        return view.stored(id, evaluation.knownAt(), evaluation.cutPointsId(), evaluation.applied());
    }

    /** The same decision, once it is in the log. */
    private DecisionView stored(long newId, Instant newKnownAt, @Nullable Long newCutPoints, boolean newApplied) {
        return new DecisionView(
                newId,
                customerCode,
                asOf,
                decidedAt,
                newKnownAt,
                newCutPoints,
                newApplied,
                rulesetVersion,
                engineVersion,
                score,
                grade,
                provisional,
                category,
                valueClass,
                creditLimit,
                paymentTerm,
                graceDays,
                hold,
                reviewOn,
                reasons,
                facts);
    }
}
