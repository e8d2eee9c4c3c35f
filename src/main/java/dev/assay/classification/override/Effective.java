package dev.assay.classification.override;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts for a customer today: what the rules say, and in its place what people set.
 *
 * @param hold whether credit is on hold
 */
public record Effective(String grade, CreditLimit creditLimit, PaymentTerm paymentTerm, boolean hold) {

    /** @param overrides of the customer; those that are active replace their field */
    public Effective with(List<CustomerOverride> overrides, Ledger ledger) {
        Effective effective = this;
        for (CustomerOverride override : overrides) {
            if (override.state() == CustomerOverride.State.ACTIVE) {
                effective = effective.with(override, ledger);
            }
        }
        return effective;
    }

    private Effective with(CustomerOverride override, Ledger ledger) {
        JsonNode value = override.value();
        return switch (override.field()) {
            case GRADE -> new Effective(value.asText(), creditLimit, paymentTerm, hold);
            case HOLD -> new Effective(grade, creditLimit, paymentTerm, value.asBoolean());
            case TERM ->
                new Effective(
                        grade,
                        creditLimit,
                        new PaymentTerm(
                                PaymentTerm.Type.valueOf(value.path("type").asText()),
                                value.has("creditPeriodDays")
                                        ? value.path("creditPeriodDays").asInt()
                                        : null),
                        hold);
            case LIMIT -> new Effective(grade, limit(value, ledger), paymentTerm, hold);
        };
    }

    /**
     * What of a granted limit can be used: it doesn't outlive the guarantees it rests on. What was counted and is in force no more
     * is taken off what the rules gave; whatever came since waits for the next grading.
     *
     * @param granted what of {@code given} is granted
     * @param given by the rules; null: unlimited
     * @param counted guarantees, when the rules gave it
     * @param inForce guarantees, today
     */
    public static CreditLimit backed(
            CreditLimit granted, @Nullable BigDecimal given, BigDecimal counted, BigDecimal inForce) {
        BigDecimal lapsed = counted.subtract(inForce);
        BigDecimal amount = granted.amount();
        if (amount == null || given == null || lapsed.signum() <= 0) {
            return granted;
        }
        BigDecimal left =
                given.subtract(lapsed).max(BigDecimal.ZERO).setScale(amount.scale(), RoundingMode.UNNECESSARY);
        return left.compareTo(amount) >= 0
                ? granted
                : new CreditLimit(
                        left.signum() == 0 ? CreditLimit.Type.NONE : granted.type(),
                        left,
                        granted.currency(),
                        granted.status());
    }

    /** A limit as an override has it. */
    public static CreditLimit limit(JsonNode value, Ledger ledger) {
        CreditLimit.Type type = CreditLimit.Type.valueOf(value.path("type").asText());
        BigDecimal amount = switch (type) {
            case NONE -> BigDecimal.ZERO.setScale(ledger.baseScale());
            case AMOUNT -> new BigDecimal(value.path("amount").asText()).setScale(ledger.baseScale());
            case UNLIMITED -> null;
        };
        return new CreditLimit(type, amount, ledger.baseCurrency().getCurrencyCode(), CreditLimit.Status.GRANTED);
    }
}
