package dev.assay.reclassification;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the customers of a run went from grade to grade; the ones that stayed are there too. */
public record MigrationView(List<Cell> cells) {

    /**
     * Customers with one grade before and one after.
     *
     * @param from null: never graded
     * @param customers how many there are
     * @param moved of these, how many have another grade, category, limit, term or hold
     * @param limitBefore the sum of their limits that may be used, unlimited ones left out
     */
    public record Cell(
            @Nullable String from,
            String to,
            long customers,
            long moved,
            BigDecimal limitBefore,
            BigDecimal limitAfter) {}
}
