package dev.assay.document.content;

import dev.assay.document.content.DocumentFields.Allocation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold between the fields of one document, whatever the rest of the ledger says. Not thread-safe. */
final class DocumentRules {
    private final Currency baseCurrency;
    private final Map<String, Currency> currencies = new HashMap<>();

    DocumentRules(Currency baseCurrency) {
        this.baseCurrency = baseCurrency;
    }

    /** @throws Rejection with the first thing that is wrong */
    IncomingDocument check(DocumentFields fields) {
        String id = required("id", fields.id);
        DocumentKind kind = required("kind", fields.kind);
        String customerCode = required("customerCode", fields.customerCode);
        LocalDate date = required("date", fields.date);
        BigDecimal decimal = required("amount", fields.amount);
        checkFieldsOfKind(kind, fields);
        Currency currency = currency(fields.currency);
        BigDecimal minorRate = minorRate(currency, fields.rate);
        long currencyAmount = MinorUnits.of("amount", decimal, currency);
        long amount = minorRate == null ? currencyAmount : MinorUnits.toBase("amount", currencyAmount, minorRate);
        if (amount == 0 && currencyAmount > 0) {
            throw new Rejection(
                    RejectionCode.AMOUNT_VANISHES,
                    "amount %s %s rounds to 0 %s at rate %s, and 0 means void; check the rate"
                            .formatted(decimal, currency, baseCurrency, fields.rate));
        }
        List<IncomingAllocation> allocations = allocations(fields, date, currency, minorRate);
        if (amount == 0 && (!allocations.isEmpty() || fields.settledOn != null)) {
            throw new Rejection(
                    RejectionCode.VOID_WITH_ALLOCATIONS,
                    "amount is 0, which makes the document void; leave %s out"
                            .formatted(allocations.isEmpty() ? "settledOn" : "allocations"));
        }
        long applied = applied(allocations, currencyAmount, currency);
        return new IncomingDocument(
                id,
                kind,
                customerCode,
                date,
                fields.dueDate,
                fields.deliveryDate,
                fields.settledOn,
                fields.disputed,
                fields.prepaid,
                currency.getCurrencyCode(),
                currencyAmount,
                amount,
                minorRate == null ? applied : MinorUnits.toBase("allocations", applied, minorRate),
                minorRate == null ? null : minorRate.toPlainString(),
                fields.orderId,
                allocations);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new Rejection(RejectionCode.MISSING_FIELD, "%s is missing; send it".formatted(field));
        }
        return value;
    }

    private static void checkFieldsOfKind(DocumentKind kind, DocumentFields fields) {
        allow(kind == DocumentKind.INVOICE || fields.dueDate == null, "dueDate", "an INVOICE", kind);
        allow(kind == DocumentKind.INVOICE || fields.settledOn == null, "settledOn", "an INVOICE", kind);
        allow(kind == DocumentKind.INVOICE || fields.orderId == null, "orderId", "an INVOICE", kind);
        allow(kind == DocumentKind.INVOICE || !fields.disputed, "disputed", "an INVOICE", kind);
        allow(kind == DocumentKind.ORDER || fields.deliveryDate == null, "deliveryDate", "an ORDER", kind);
        allow(!kind.isSource() || !fields.prepaid, "prepaid", "an ORDER or an INVOICE", kind);
        allow(
                kind.isSource() || fields.allocations.isEmpty(),
                "allocations",
                "a PAYMENT or a CREDIT_NOTE (an INVOICE has settledOn)",
                kind);
    }

    private static void allow(boolean allowed, String field, String where, DocumentKind kind) {
        if (!allowed) {
            throw new Rejection(
                    RejectionCode.FIELD_NOT_ALLOWED,
                    "%s belongs to %s; leave it out of this %s".formatted(field, where, kind));
        }
    }

    private Currency currency(@Nullable String code) {
        if (code == null) {
            return baseCurrency;
        }
        Currency currency = currencies.get(code);
        if (currency == null) {
            currency = known(code);
            currencies.put(code, currency);
        }
        return currency;
    }

    private static Currency known(String code) {
        Currency currency;
        try {
            currency = Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw unknownCurrency(code);
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw unknownCurrency(code);
        }
        return currency;
    }

    private static Rejection unknownCurrency(String code) {
        return new Rejection(
                RejectionCode.UNKNOWN_CURRENCY,
                "currency is \"%s\"; send an ISO 4217 code such as CNY, USD or EUR".formatted(JsonValues.shown(code)));
    }

    /** Base minor units per minor unit of the currency; null in base currency. */
    private @Nullable BigDecimal minorRate(Currency currency, @Nullable BigDecimal rate) {
        if (currency.equals(baseCurrency)) {
            if (rate != null && rate.compareTo(BigDecimal.ONE) != 0) {
                throw new Rejection(
                        RejectionCode.RATE_NOT_ONE,
                        "rate is %s, but %s is the ledger's base currency; leave rate out or send 1"
                                .formatted(rate, currency));
            }
            return null;
        }
        if (rate == null) {
            throw new Rejection(
                    RejectionCode.MISSING_RATE,
                    "currency is %s and rate is missing; send how many %s one %s is worth"
                            .formatted(currency, baseCurrency, currency));
        }
        BigDecimal stripped = rate.stripTrailingZeros();
        if (rate.signum() <= 0
                || stripped.scale() > IntakeLimits.RATE_DECIMALS_MAX
                || (long) stripped.precision() - stripped.scale() > IntakeLimits.RATE_INTEGER_DIGITS_MAX) {
            throw new Rejection(
                    RejectionCode.INVALID_RATE,
                    "rate is %s; send a number above 0 with at most %d digits before and %d after the point"
                            .formatted(rate, IntakeLimits.RATE_INTEGER_DIGITS_MAX, IntakeLimits.RATE_DECIMALS_MAX));
        }
        return stripped.scaleByPowerOfTen(
                baseCurrency.getDefaultFractionDigits() - currency.getDefaultFractionDigits());
    }

    private static List<IncomingAllocation> allocations(
            DocumentFields fields, LocalDate date, Currency currency, @Nullable BigDecimal minorRate) {
        if (fields.allocations.isEmpty()) {
            return List.of();
        }
        List<IncomingAllocation> checked = new ArrayList<>(fields.allocations.size());
        for (Allocation allocation : fields.allocations) {
            String place = "allocations/" + checked.size();
            String invoiceId = required(place + "/invoiceId", allocation.invoiceId());
            LocalDate on = required(place + "/date", allocation.date());
            long amount = MinorUnits.of(place + "/amount", required(place + "/amount", allocation.amount()), currency);
            if (amount == 0) {
                throw new Rejection(
                        RejectionCode.ZERO_ALLOCATION, "%s/amount is 0; leave the allocation out".formatted(place));
            }
            if (on.isBefore(date)) {
                throw new Rejection(
                        RejectionCode.ALLOCATION_BEFORE_DOCUMENT,
                        "%s/date is %s, before the document's date %s; send a date from there on"
                                .formatted(place, on, date));
            }
            long base = minorRate == null ? amount : MinorUnits.toBase(place + "/amount", amount, minorRate);
            checked.add(new IncomingAllocation(invoiceId, amount, base, on));
        }
        checked.sort(IncomingAllocation.BY_CONTENT);
        return checked;
    }

    /** The sum of the allocations in the document's currency; at most 10,000 amounts below the limit can't overflow. */
    private static long applied(List<IncomingAllocation> allocations, long currencyAmount, Currency currency) {
        long sum = 0;
        for (IncomingAllocation allocation : allocations) {
            sum += allocation.amount();
            if (sum > currencyAmount) {
                throw new Rejection(
                        RejectionCode.ALLOCATIONS_EXCEED_DOCUMENT,
                        "the allocations are more than the amount %s %s; lower them or raise the amount"
                                .formatted(
                                        MinorUnits.toDecimal(currencyAmount, currency)
                                                .toPlainString(),
                                        currency));
            }
        }
        return sum;
    }
}
