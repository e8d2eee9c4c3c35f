package dev.assay.classification;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;

/**
 * A decision as it stands in the log.
 *
 * @param customerId id of the customer
 * @param customerVersion version of the master data that was read
 * @param facts what the rules read
 * @param view as clients see it, reasons included
 * @param effectiveLimit what may be used: the decision's limit, or while that is PENDING the one granted before
 * @param effectiveGuarantees what of it rests on guarantees
 */
record StoredDecision(
        long customerId,
        int customerVersion,
        CustomerFacts facts,
        DecisionView view,
        CreditLimit effectiveLimit,
        BigDecimal effectiveGuarantees) {}
