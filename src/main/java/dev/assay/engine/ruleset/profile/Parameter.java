package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ruleset.syntax.Span;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A named number or text that rules use as {@code Param.name}.
 *
 * @param kind INTEGER, EXACT or TEXT; EXACT covers money, ratios and points
 * @param number null for a text
 * @param text null for a number
 * @param unit for people, such as {@code days}; null if none
 */
public record Parameter(
        String name,
        Kind kind,
        @Nullable BigDecimal number,
        @Nullable String text,
        @Nullable String unit,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        Span span) {}
