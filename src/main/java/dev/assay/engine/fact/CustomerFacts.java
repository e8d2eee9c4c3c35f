package dev.assay.engine.fact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the rules may know about one customer as of a date: master data, payment history and what stood before.
 *
 * @param customerCode code in its ledger
 * @param asOf business date the facts are cut at
 * @param currency ISO code of the ledger's base currency, the currency of every amount here
 * @param attributes typed custom fields: String, BigDecimal, LocalDate or Boolean values
 * @param history metrics as of {@code asOf}
 * @param previous what the last applied decision before {@code asOf} gave, null if there was none
 * @param acceptedGuarantees accepted share of guarantees, added to the limit; 0 if none
 */
public record CustomerFacts(
        String customerCode,
        LocalDate asOf,
        String currency,
        @Nullable String customerType,
        @Nullable String industry,
        @Nullable String region,
        @Nullable String size,
        Set<String> tags,
        Map<String, Object> attributes,
        PaymentHistory history,
        @Nullable Previous previous,
        BigDecimal acceptedGuarantees) {

    /**
     * What the last applied decision gave.
     *
     * @param grade its grade
     * @param provisional a provisional grade doesn't count as a step on the ladder
     * @param limit the amount that was granted (a pending rise not included), null for UNLIMITED; 0 for NONE
     */
    public record Previous(
            String grade, boolean provisional, @Nullable BigDecimal limit) {}

    public CustomerFacts {
        tags = Set.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    /** The same customer with another history. */
    public CustomerFacts withHistory(PaymentHistory other) {
        return new CustomerFacts(
                customerCode,
                asOf,
                currency,
                customerType,
                industry,
                region,
                size,
                tags,
                attributes,
                other,
                previous,
                acceptedGuarantees);
    }
}
