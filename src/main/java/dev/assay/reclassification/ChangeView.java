package dev.assay.reclassification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.decision.Reason;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer that a run moves, before and after.
 *
 * @param decisionId the run's decision
 * @param moved grade, category, limit, term or hold differ; false: only details, or its review was due
 * @param before what stood, null if it was never graded
 * @param limitChange of the limit that may be used, in base currency; null where an unlimited one is on either side
 * @param reasons which of the decisions' reasons differ; null in lists that don't ask for them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeView(
        long decisionId,
        String customerCode,
        String customerName,
        boolean moved,
        @Nullable Standing before,
        Standing after,
        @Nullable BigDecimal limitChange,
        @Nullable ReasonsThatDiffer reasons) {

    /** What people follow of a classification. */
    public record Standing(
            String grade,
            boolean provisional,
            String category,
            CreditLimit creditLimit,
            PaymentTerm paymentTerm,
            boolean hold) {}

    /**
     * Reasons of one decision that the other doesn't have, or has with another effect.
     *
     * @param lost of what stood before
     * @param gained of the run's decision
     */
    public record ReasonsThatDiffer(List<Reason> lost, List<Reason> gained) {}
}
