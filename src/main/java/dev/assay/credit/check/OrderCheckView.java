package dev.assay.credit.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.credit.position.Reservation;
import dev.assay.engine.decision.OrderVerdict.Level;
import dev.assay.engine.decision.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order check. Amounts are in the ledger's base currency.
 *
 * @param decision the worst of all checks; APPROVE also for what a person released
 * @param checks those that found something, the worst first
 * @param released by whom the order was let go in spite of its checks; absent: by nobody
 * @param available limit less exposure with the order; absent if unlimited or the customer is unknown
 * @param remedies what would make it pass, tried by evaluating; empty if it passes, or nothing alone helps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderCheckView(
        long id,
        String orderId,
        String customerCode,
        BigDecimal amount,
        Level decision,
        List<Finding> checks,
        @Nullable String released,
        @Nullable BigDecimal exposureBefore,
        @Nullable BigDecimal exposureAfter,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal available,
        @Nullable Reservation reservation,
        List<Remedy> remedies,
        @Nullable String rulesetVersion,
        Instant checkedAt,
        String checkedBy) {

    /** The same answer once it is recorded. */
    OrderCheckView withId(long recorded) {
        return new OrderCheckView(
                recorded,
                orderId,
                customerCode,
                amount,
                decision,
                checks,
                released,
                exposureBefore,
                exposureAfter,
                limit,
                available,
                reservation,
                remedies,
                rulesetVersion,
                checkedAt,
                checkedBy);
    }

    /** A check that found something. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Finding(
            String code,
            Level level,
            @Nullable Object value,
            @Nullable Object threshold,
            Text text) {}

    /**
     * Something that would make the order pass, or pass but for what only a person can settle.
     *
     * @param amount to which the order would have to be reduced, or that would have to be paid
     * @param invoices to be paid, the oldest first; absent for other kinds
     * @param leads to this decision
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Remedy(
            Kind kind,
            @Nullable BigDecimal amount,
            @Nullable List<OverdueInvoice> invoices,
            Level leads,
            Text text) {}

    /** What can be done. */
    public enum Kind {
        REDUCE_AMOUNT,
        PAY_INVOICES,
        PREPAY,
        GRANTED_TERM
    }

    public record OverdueInvoice(String id, LocalDate dueDate, int overdueDays, BigDecimal open) {}
}
