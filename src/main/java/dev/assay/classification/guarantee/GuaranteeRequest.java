package dev.assay.classification.guarantee;

import dev.assay.ledger.GivenAmount;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A guarantee that is to be accepted.
 *
 * @param currency ISO code; absent: the ledger's
 * @param rate to the ledger's currency; needed for any other one
 * @param acceptedShare of the amount, above 0 to 1
 * @param validFrom absent: today
 * @param validUntil the last day; absent: until somebody ends it
 * @param note what the acceptance rests on
 * @param replaces id of the one it takes the place of
 */
public record GuaranteeRequest(
        Guarantee.@Nullable Kind kind,
        @Nullable String issuer,
        @Nullable String reference,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal rate,
        @Nullable BigDecimal acceptedShare,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validUntil,
        @Nullable String note,
        @Nullable Long replaces) {

    private static final int NAME_MAX = 200;
    private static final int NOTE_MAX = 2_000;
    private static final int YEARS_BACK_MAX = 10;
    private static final int YEARS_AHEAD_MAX = 50;
    private static final int SHARE_DECIMALS_MAX = 4;

    /**
     * The same without what may be absent.
     *
     * @param accepted amount × rate × share in the ledger's base currency
     */
    record Checked(
            Guarantee.Kind kind,
            String issuer,
            String reference,
            BigDecimal amount,
            String currency,
            BigDecimal rate,
            BigDecimal acceptedShare,
            BigDecimal accepted,
            LocalDate validFrom,
            @Nullable LocalDate validUntil,
            String note,
            @Nullable Long replaces) {}

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault */
    Checked check(Ledger ledger, LocalDate today) {
        List<FieldError> errors = new ArrayList<>();
        if (kind == null) {
            errors.add(new FieldError("/kind", "is missing; one of " + Arrays.toString(Guarantee.Kind.values())));
        }
        text(issuer, NAME_MAX, "/issuer", errors);
        text(reference, NAME_MAX, "/reference", errors);
        text(note, NOTE_MAX, "/note", errors);
        BigDecimal inBase = new GivenAmount(amount, currency, rate).inBase(ledger, errors);
        if (acceptedShare == null
                || acceptedShare.signum() <= 0
                || acceptedShare.compareTo(BigDecimal.ONE) > 0
                || acceptedShare.stripTrailingZeros().scale() > SHARE_DECIMALS_MAX) {
            errors.add(new FieldError(
                    "/acceptedShare", "give the share of the amount, such as 0.8: above 0 to 1, at most 4 decimals"));
        }
        LocalDate from = validFrom == null ? today : validFrom;
        if (from.isBefore(today.minusYears(YEARS_BACK_MAX)) || from.isAfter(today.plusYears(1))) {
            errors.add(new FieldError(
                    "/validFrom", from + " is more than " + YEARS_BACK_MAX + " years back or more than one ahead"));
        }
        if (validUntil != null
                && (validUntil.isBefore(today)
                        || validUntil.isBefore(from)
                        || validUntil.isAfter(today.plusYears(YEARS_AHEAD_MAX)))) {
            errors.add(new FieldError(
                    "/validUntil",
                    validUntil + " is over already, before its first day, or more than " + YEARS_AHEAD_MAX
                            + " years ahead; leave it out if it has no last day"));
        }
        BigDecimal accepted = BigDecimal.ZERO;
        if (errors.isEmpty()) {
            // by the exact amount: rounded once
            accepted = Objects.requireNonNull(amount)
                    .multiply(rate == null ? BigDecimal.ONE : rate)
                    .multiply(Objects.requireNonNull(acceptedShare))
                    .setScale(inBase.scale(), RoundingMode.HALF_UP);
        }
        if (amount != null && amount.signum() == 0 || errors.isEmpty() && accepted.signum() == 0) {
            errors.add(new FieldError("/amount", "nothing of it would be accepted; a guarantee is for something"));
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem("The guarantee can't be like this.", errors);
        }
        return new Checked(
                Objects.requireNonNull(kind),
                Objects.requireNonNull(issuer).strip(),
                Objects.requireNonNull(reference).strip(),
                Objects.requireNonNull(amount),
                currency == null ? ledger.baseCurrency().getCurrencyCode() : currency,
                rate == null ? BigDecimal.ONE : rate,
                Objects.requireNonNull(acceptedShare),
                accepted,
                from,
                validUntil,
                Objects.requireNonNull(note).strip(),
                replaces);
    }

    private static void text(@Nullable String text, int max, String pointer, List<FieldError> errors) {
        if (text == null || text.isBlank() || text.length() > max || text.indexOf('\0') >= 0) {
            errors.add(new FieldError(pointer, "give 1 to " + max + " characters"));
        }
    }
}
