package dev.assay.document.content;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Exact conversions between decimal amounts and the whole minor units that are stored. Rounding is half up, and only to base. */
final class MinorUnits {
    private MinorUnits() {}

    /**
     * An amount in minor units of its currency.
     *
     * @throws Rejection if it is negative, has more decimals than the currency, or is beyond the limit
     */
    static long of(String field, BigDecimal amount, Currency currency) {
        if (amount.signum() == 0) {
            return 0;
        }
        if (amount.signum() < 0) {
            throw new Rejection(
                    RejectionCode.NEGATIVE_AMOUNT,
                    "%s is %s; amounts are positive, the kind gives the sign".formatted(field, amount));
        }
        int decimals = currency.getDefaultFractionDigits();
        // Digits before the point first: 1e999999999 must be refused before anything expands it.
        if ((long) amount.precision() - amount.scale() > 19) {
            throw tooLarge(field, amount, currency);
        }
        if (amount.scale() > decimals && amount.stripTrailingZeros().scale() > decimals) {
            throw new Rejection(
                    RejectionCode.AMOUNT_TOO_PRECISE,
                    "%s is %s; %s has %d decimals, send no more"
                            .formatted(field, amount, currency.getCurrencyCode(), decimals));
        }
        BigDecimal minor = amount.movePointRight(decimals);
        if (minor.compareTo(BigDecimal.valueOf(IntakeLimits.AMOUNT_MINOR_UNITS_MAX)) > 0) {
            throw tooLarge(field, amount, currency);
        }
        return minor.longValueExact();
    }

    /** Minor units of base currency for minor units of another; round half up. */
    static long toBase(String field, long minorUnits, BigDecimal minorRate) {
        BigDecimal base = BigDecimal.valueOf(minorUnits).multiply(minorRate).setScale(0, RoundingMode.HALF_UP);
        if (base.compareTo(BigDecimal.valueOf(IntakeLimits.AMOUNT_MINOR_UNITS_MAX)) > 0) {
            throw new Rejection(
                    RejectionCode.AMOUNT_TOO_LARGE,
                    "%s is %s minor units in base currency; at most %d are kept, check the rate"
                            .formatted(field, base.toPlainString(), IntakeLimits.AMOUNT_MINOR_UNITS_MAX));
        }
        return base.longValueExact();
    }

    /** The decimal amount of minor units. */
    static BigDecimal toDecimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    }

    private static Rejection tooLarge(String field, BigDecimal amount, Currency currency) {
        return new Rejection(
                RejectionCode.AMOUNT_TOO_LARGE,
                "%s is %s; at most %s %s are kept, split the document"
                        .formatted(
                                field,
                                amount,
                                toDecimal(IntakeLimits.AMOUNT_MINOR_UNITS_MAX, currency)
                                        .toPlainString(),
                                currency.getCurrencyCode()));
    }
}
