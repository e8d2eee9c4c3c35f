package dev.assay.credit.check;

import dev.assay.engine.decision.PaymentTerm;
import dev.assay.ledger.GivenAmount;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order that asks whether it may go.
 *
 * @param amount of the whole order, in its currency
 * @param currency ISO code; absent: the ledger's
 * @param rate to the ledger's currency; needed for any other one
 * @param requestedTerm absent: the granted one
 * @param requestedPeriodDays absent: the granted one
 * @param deliveryDate absent: soon; beyond the ledger's horizon the order adds no exposure yet
 * @param prepaid absent: false
 * @param reserve whether the order takes its credit at once; absent: false
 */
public record OrderCheckRequest(
        @Nullable String orderId,
        @Nullable String customerCode,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal rate,
        PaymentTerm.@Nullable Type requestedTerm,
        @Nullable Integer requestedPeriodDays,
        @Nullable LocalDate deliveryDate,
        @Nullable Boolean prepaid,
        @Nullable Boolean reserve) {

    private static final int ID_MAX = 100;
    private static final int CODE_MAX = 20;
    private static final int DAYS_MAX = 3650;

    /**
     * The same without what may be absent.
     *
     * @param amount in the ledger's base currency, rounded half up
     */
    record Checked(
            String orderId,
            String customerCode,
            BigDecimal amount,
            PaymentTerm.@Nullable Type requestedTerm,
            @Nullable Integer requestedPeriodDays,
            @Nullable LocalDate deliveryDate,
            boolean prepaid,
            boolean reserve) {

        /** As much of the order. */
        Checked withAmount(BigDecimal other) {
            return new Checked(
                    orderId, customerCode, other, requestedTerm, requestedPeriodDays, deliveryDate, prepaid, reserve);
        }

        /** The order, paid before it is delivered. */
        Checked asPrepaid() {
            return new Checked(
                    orderId, customerCode, amount, requestedTerm, requestedPeriodDays, deliveryDate, true, reserve);
        }

        /** The order on the granted term. */
        Checked onGrantedTerm() {
            return new Checked(orderId, customerCode, amount, null, null, deliveryDate, prepaid, reserve);
        }
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault */
    Checked check(Ledger ledger) {
        List<FieldError> errors = new ArrayList<>();
        text(orderId, ID_MAX, "/orderId", errors);
        text(customerCode, CODE_MAX, "/customerCode", errors);
        BigDecimal base = new GivenAmount(amount, currency, rate).inBase(ledger, errors);
        if (requestedPeriodDays != null && (requestedPeriodDays < 0 || requestedPeriodDays > DAYS_MAX)) {
            errors.add(
                    new FieldError("/requestedPeriodDays", requestedPeriodDays + " is not within 0 and " + DAYS_MAX));
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem("The order can't be checked like this.", errors);
        }
        return new Checked(
                Objects.requireNonNull(orderId),
                Objects.requireNonNull(customerCode),
                base,
                requestedTerm,
                requestedPeriodDays,
                deliveryDate,
                Boolean.TRUE.equals(prepaid),
                Boolean.TRUE.equals(reserve));
    }

    private static void text(@Nullable String text, int max, String pointer, List<FieldError> errors) {
        if (text == null
                || text.isBlank()
                || text.length() > max
                || text.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(pointer, "give 1 to " + max + " characters"));
        }
    }
}
