package dev.assay.classification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.assay.engine.decision.CreditLimit;

/**
 * What stands for a customer now: the fields of the decision that stands, and the limit that may be used.
 *
 * @param effectiveLimit the decision's limit, or while that is PENDING the one granted before
 */
public record ClassificationView(@JsonUnwrapped DecisionView decision, CreditLimit effectiveLimit) {

    static ClassificationView of(StoredDecision stored) {
        return new ClassificationView(stored.view(), stored.effectiveLimit());
    }
}
