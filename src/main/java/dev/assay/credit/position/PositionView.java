package dev.assay.credit.position;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.classification.override.CustomerOverride;
import dev.assay.classification.override.CustomerOverride.Field;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer's credit position as clients see it. Amounts are in the ledger's base currency.
 *
 * @param available limit less exposure, negative if exceeded; absent if unlimited
 * @param utilization exposure ÷ limit; absent if unlimited or without limit
 * @param dunningLevel 0..4
 * @param documents where the documents behind the figures are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PositionView(
        String customerCode,
        LocalDate asOf,
        String currency,
        Limit limit,
        PaymentTerm paymentTerm,
        Exposure exposure,
        @Nullable BigDecimal available,
        @Nullable BigDecimal utilization,
        BigDecimal overdueAmount,
        int oldestOverdueDays,
        Ageing ageing,
        boolean hold,
        List<String> holdReasons,
        int dunningLevel,
        int brokenPromises,
        @Nullable Instant lastFeed,
        boolean dataStale,
        List<Reservation> reservations,
        Group group,
        Documents documents) {

    private static final int RATIO_DECIMALS = 4;

    /**
     * @param amount absent if unlimited
     * @param holder whose limit it is
     * @param rules what the rules gave
     * @param guarantees what of it rests on guarantees
     * @param override the person's limit that counts instead; absent if none does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limit(
            CreditLimit.Type type,
            @Nullable BigDecimal amount,
            String holder,
            CreditLimit rules,
            Guarantees guarantees,
            @Nullable CustomerOverride override) {}

    /**
     * The accepted share of guarantees for the holder of the limit.
     *
     * @param counted as the rules read it when they gave the limit
     * @param inForce today: what is less can't be used of the limit, what is more adds to it at the next grading
     * @param all where they are
     */
    public record Guarantees(BigDecimal counted, BigDecimal inForce, String all) {}

    public record Exposure(
            BigDecimal total,
            BigDecimal openOrders,
            BigDecimal openItems,
            BigDecimal unappliedCash,
            BigDecimal reserved) {}

    /** Open items by days overdue; disputed ones apart. */
    public record Ageing(
            BigDecimal current,
            BigDecimal days1To30,
            BigDecimal days31To60,
            BigDecimal days61To90,
            BigDecimal days91Plus,
            BigDecimal disputed) {}

    /**
     * @param shared whether the members share one limit; then all figures above are theirs together
     */
    public record Group(String root, boolean shared, List<String> members) {}

    public record Documents(String orders, String invoices, String payments, String creditNotes) {}

    static PositionView of(String ledger, Position position) {
        PaymentHistory history = position.history();
        CreditLimit limit = position.limit();
        BigDecimal exposure = position.exposure();
        BigDecimal amount = limit.amount();
        boolean shared = position.policy().groupLimit() == CreditPolicy.GroupLimit.SHARED;
        String holder =
                shared ? position.group().root().code() : position.customer().code();
        String documents = "/api/v1/ledgers/" + ledger + "/documents?customer="
                + position.customer().code() + "&kind=";
        return new PositionView(
                position.customer().code(),
                position.asOf(),
                limit.currency(),
                new Limit(
                        limit.type(),
                        amount,
                        holder,
                        position.standing().rules().creditLimit(),
                        new Guarantees(
                                position.standing().countedGuarantees(),
                                position.standing().guarantees(),
                                "/api/v1/ledgers/" + ledger + "/customers/" + holder + "/guarantees"),
                        position.standing().overrides().stream()
                                .filter(each ->
                                        each.field() == Field.LIMIT && each.state() == CustomerOverride.State.ACTIVE)
                                .findFirst()
                                .orElse(null)),
                position.own().effective().paymentTerm(),
                new Exposure(
                        exposure,
                        known(history.openOrders()),
                        known(history.openBalance()),
                        known(history.unappliedCash()),
                        position.reserved(null)),
                amount == null ? null : amount.subtract(exposure),
                amount == null || amount.signum() == 0
                        ? null
                        : exposure.divide(amount, RATIO_DECIMALS, java.math.RoundingMode.HALF_UP),
                known(history.overdueAmount()),
                history.oldestOverdueDays() == null ? 0 : history.oldestOverdueDays(),
                new Ageing(
                        known(history.ageingCurrent()),
                        known(history.ageing1To30()),
                        known(history.ageing31To60()),
                        known(history.ageing61To90()),
                        known(history.ageing91Plus()),
                        known(history.ageingDisputed())),
                position.onHold(),
                position.holds(),
                position.dunningLevel(),
                position.brokenPromises(),
                position.lastFeed(),
                position.stale(),
                position.reservations().stream().filter(Reservation::counts).toList(),
                new Group(
                        position.group().root().code(),
                        shared,
                        position.group().members().stream()
                                .map(CreditGroup.Member::code)
                                .toList()),
                new Documents(
                        documents + "ORDER", documents + "INVOICE", documents + "PAYMENT", documents + "CREDIT_NOTE"));
    }

    private static BigDecimal known(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
