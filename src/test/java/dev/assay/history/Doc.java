package dev.assay.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** A document as an ERP sends it. Null means "none"; amounts in its own currency. */
record Doc(
        String id,
        Kind kind,
        String customer,
        LocalDate date,
        LocalDate due,
        BigDecimal amount,
        String currency,
        BigDecimal rate,
        boolean disputed,
        boolean prepaid,
        LocalDate delivery,
        LocalDate settledOn,
        String orderId,
        List<Part> parts) {

    enum Kind {
        ORDER,
        INVOICE,
        CREDIT_NOTE,
        PAYMENT
    }

    /** What a document applies to another one. */
    record Part(String target, BigDecimal amount, LocalDate date) {}

    int scale() {
        return Currency.getInstance(currency).getDefaultFractionDigits();
    }

    BigDecimal inBase(BigDecimal ownAmount, int baseScale) {
        return ownAmount.multiply(rate).setScale(baseScale, RoundingMode.HALF_UP);
    }

    BigDecimal base(int baseScale) {
        return inBase(amount, baseScale);
    }

    /** All it applies to others, the order an invoice bills included. */
    List<Part> applied() {
        return kind == Kind.INVOICE && orderId != null && amount.signum() > 0
                ? List.of(new Part(orderId, amount, date))
                : parts;
    }
}
