package dev.assay.classification;

import dev.assay.engine.decision.CreditLimit;

/**
 * A decision as it stands in the log, with what is needed beside the view.
 *
 * @param customerId id of the customer
 * @param customerVersion version of the master data that was read
 * @param effectiveLimit what may be used: the decision's limit, or while that is PENDING the one granted before
 */
record StoredDecision(long customerId, int customerVersion, DecisionView view, CreditLimit effectiveLimit) {}
