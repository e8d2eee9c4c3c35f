package dev.assay.portfolio;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.engine.decision.CreditLimit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger's customers added up, by what stands for them. Amounts are in the ledger's base currency; exposure, overdue and ageing are
 * those that the decisions read which stand.
 *
 * @param latest as-of date of the latest decision that stands; absent: nobody was graded
 * @param groups one for each grade and value class that occurs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PortfolioView(
        String currency, long customers, @Nullable LocalDate latest, List<PortfolioGroup> groups) {

    /**
     * @param grade absent: not graded
     * @param valueClass absent: not known
     * @param unlimited customers without a limit; {@code limit} is that of the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PortfolioGroup(
            @Nullable String grade,
            @Nullable String valueClass,
            long customers,
            long provisional,
            long held,
            long unlimited,
            BigDecimal limit,
            BigDecimal exposure,
            BigDecimal revenue,
            BigDecimal overdue,
            List<BigDecimal> ageing) {}

    /** A page of customers, and how many there are in all. */
    record PortfolioPage(long total, List<PortfolioCustomer> items) {}

    /** A customer and what stands for it; what isn't known is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PortfolioCustomer(
            String code,
            String name,
            @Nullable String industry,
            @Nullable String region,
            @Nullable String owner,
            String status,
            @Nullable String grade,
            @Nullable Boolean provisional,
            @Nullable String category,
            @Nullable String valueClass,
            @Nullable BigDecimal score,
            CreditLimit.@Nullable Type limitType,
            @Nullable BigDecimal limit,
            @Nullable BigDecimal exposure,
            @Nullable BigDecimal overdue,
            @Nullable Integer oldestOverdueDays,
            @Nullable Boolean hold,
            @Nullable LocalDate asOf,
            @Nullable LocalDate reviewOn) {}
}
