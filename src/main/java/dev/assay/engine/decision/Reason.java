package dev.assay.engine.decision;

import org.jspecify.annotations.Nullable;

/**
 * Why a decision is what it is: one rule that shaped it.
 *
 * @param code stable id of the rule, the same across versions
 * @param rule the rule's name in its file
 * @param phase the phase the rule belongs to
 * @param metric the property the rule's first comparison reads, null if it compares nothing
 * @param value what the customer has there: BigDecimal, Double, Integer, Boolean, String or LocalDate; null is "no data"
 * @param threshold what it was compared with, of the same kind
 * @param effect what the rule did, such as {@code points +32.5 of 40} or {@code grade at best C}
 * @param principal one of the at most four that weigh most
 */
public record Reason(
        String code,
        String rule,
        String phase,
        @Nullable String metric,
        @Nullable Object value,
        @Nullable Object threshold,
        @Nullable String effect,
        boolean principal,
        Text text) {}
