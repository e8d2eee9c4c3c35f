package dev.assay.classification.override;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.util.List;

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
     * What of a granted limit can be used today.
     *
     * @param guarantees what of the limit rests on them
     * @param inForce what of guarantees is in force
     */
    public static CreditLimit backed(CreditLimit granted, BigDecimal guarantees, BigDecimal inForce) {
        BigDecimal amount = granted.amount();
        if (amount == null || guarantees.compareTo(inForce) <= 0) {
            return granted;
        }
        BigDecimal left = AcceptedGuarantees.left(amount, guarantees, inForce);
        return new CreditLimit(
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
