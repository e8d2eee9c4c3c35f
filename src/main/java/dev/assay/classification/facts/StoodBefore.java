package dev.assay.classification.facts;

import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What stood for a customer before a date.
 *
 * @param previous as rules read it
 * @param guarantees what of its limit rests on guarantees
 */
public record StoodBefore(CustomerFacts.Previous previous, BigDecimal guarantees) {

    /**
     * The same, with what of the limit guarantees still back.
     *
     * @param inForce what of guarantees is in force; null: nothing
     */
    public StoodBefore backed(@Nullable BigDecimal inForce) {
        BigDecimal limit = previous.limit();
        BigDecimal force = inForce == null ? BigDecimal.ZERO : inForce;
        if (limit == null || guarantees.compareTo(force) <= 0) {
            return this;
        }
        return new StoodBefore(
                new CustomerFacts.Previous(
                        previous.grade(), previous.provisional(), AcceptedGuarantees.left(limit, guarantees, force)),
                force);
    }
}
