package dev.assay.ledger;

import dev.assay.platform.problem.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount as callers give it: in any currency, with the rate to the ledger's own.
 *
 * @param currency ISO 4217 code; null: the ledger's
 * @param rate how many of the ledger's currency one of its is worth; needed for any other one
 */
public record GivenAmount(
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal rate) {

    private static final BigDecimal MAX = new BigDecimal("1000000000000");
    private static final BigDecimal RATE_MAX = new BigDecimal("1000000000");
    private static final int DECIMALS_MAX = 15;

    /**
     * In the ledger's base currency, rounded half up; 0 if it can't be told.
     *
     * @param errors gets what is wrong, at {@code /amount}, {@code /currency} or {@code /rate}
     */
    public BigDecimal inBase(Ledger ledger, List<FieldError> errors) {
        String base = ledger.baseCurrency().getCurrencyCode();
        boolean foreign = currency != null && !currency.equals(base);
        // Decimals first: 1e-999999999 must be refused before anything expands it.
        if (amount == null || amount.signum() < 0 || amount.compareTo(MAX) > 0 || amount.scale() > DECIMALS_MAX) {
            errors.add(new FieldError(
                    "/amount",
                    "give an amount from 0 to " + MAX.toPlainString() + " with at most " + DECIMALS_MAX + " decimals"));
        } else if (foreign && !isKnown(currency)) {
            errors.add(new FieldError(
                    "/currency", "is no code of ISO 4217 such as CNY, USD or EUR; leave it out for " + base));
        } else if (!foreign && rate != null && rate.compareTo(BigDecimal.ONE) != 0) {
            errors.add(new FieldError("/rate", "is not 1, but the amount is in " + base + " already"));
        } else if (foreign
                && (rate == null
                        || rate.signum() <= 0
                        || rate.compareTo(RATE_MAX) > 0
                        || rate.scale() > DECIMALS_MAX)) {
            errors.add(new FieldError(
                    "/rate",
                    "give the rate from " + currency + " to " + base + ", above 0 with at most " + DECIMALS_MAX
                            + " decimals"));
        } else {
            BigDecimal inBase = (foreign && rate != null ? amount.multiply(rate) : amount)
                    .setScale(ledger.baseScale(), RoundingMode.HALF_UP);
            if (inBase.compareTo(MAX) <= 0) {
                return inBase;
            }
            errors.add(new FieldError("/rate", "makes an amount above " + MAX.toPlainString()));
        }
        return BigDecimal.ZERO;
    }

    private static boolean isKnown(@Nullable String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(each -> each.getCurrencyCode().equals(code) && each.getDefaultFractionDigits() >= 0);
    }
}
