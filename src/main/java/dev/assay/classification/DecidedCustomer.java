package dev.assay.classification;

import dev.assay.classification.facts.AssembledFacts;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a stored customer, before it is recorded.
 *
 * @param fired ordinals of the rules that fired, in the order they are tried
 * @param approvedRise the decision's limit, if it is a rise that somebody agreed to for this date; null: nobody did
 */
record DecidedCustomer(
        AssembledFacts assembled,
        Decision decision,
        int[] fired,
        @Nullable CreditLimit approvedRise) {

    /** What of the decision has effect. */
    Effects effects(int scale) {
        return Effects.of(decision, assembled, approvedRise, scale);
    }

    boolean isRise() {
        return decision.creditLimit().status() == CreditLimit.Status.PENDING;
    }

    /** The same, with its rise agreed to if what stands for its date says so. */
    DecidedCustomer keepingRise(@Nullable StandingClassification standing, int scale) {
        boolean approved = standing != null
                && isRise()
                && standing.hasApproved(effects(scale), assembled.facts().asOf());
        return approved ? new DecidedCustomer(assembled, decision, fired, decision.creditLimit()) : this;
    }
}
