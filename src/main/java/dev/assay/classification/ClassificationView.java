package dev.assay.classification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.assay.classification.override.CustomerOverride;
import dev.assay.classification.override.Effective;
import dev.assay.engine.decision.CreditLimit;
import java.util.List;

/**
 * What stands for a customer now: the fields of the decision that stands, which are what the rules say, and what counts.
 *
 * @param effectiveLimit the limit that may be used, as in {@code effective}
 * @param effective the decision's grade, limit, term and hold, while a rise is PENDING with the limit granted before, and with what
 *     people set in their place
 * @param overrides what people set and is active
 */
public record ClassificationView(
        @JsonUnwrapped DecisionView decision,
        CreditLimit effectiveLimit,
        Effective effective,
        List<CustomerOverride> overrides) {}
