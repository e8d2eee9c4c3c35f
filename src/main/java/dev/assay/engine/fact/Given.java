package dev.assay.engine.fact;

import org.jspecify.annotations.Nullable;

/**
 * One effect a rule had on a customer.
 *
 * @param rule ordinal of the rule, in the order rules are tried
 * @param value the effect's argument: Double, BigDecimal, Integer or String; null if it takes none
 * @param days second argument of {@link Effect#TERM}, −1 if absent
 */
public record Given(int rule, Effect effect, @Nullable Object value, int days) {}
