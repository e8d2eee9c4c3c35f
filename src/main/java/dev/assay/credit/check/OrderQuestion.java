package dev.assay.credit.check;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.override.CustomerOverride;
import dev.assay.classification.override.CustomerOverride.Field;
import dev.assay.classification.override.Effective;
import dev.assay.credit.position.Position;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.OrderFacts;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/** An order and the credit it meets, as the rules of the check phase see them; also as they would be if something were otherwise. */
record OrderQuestion(Ledger ledger, Position position, PostedOrder posted, OrderCheckRequest.Checked order) {

    /** How long ago a temporary limit may have ended to be told as the reason of what is missing now. */
    private static final int ENDED_WITHIN_DAYS = 90;

    OrderVerdict verdict(CompiledRuleset ruleset) {
        CustomerFacts facts = AssembleFacts.facts(
                ledger,
                position.customer(),
                position.asOf(),
                position.history(),
                null,
                position.own().guarantees());
        return ruleset.check(facts, position.own().outcome(), facts());
    }

    /** Without the order's own part, wherever that comes from. */
    BigDecimal exposureBefore() {
        BigDecimal documents = position.history().exposure();
        return (documents == null ? BigDecimal.ZERO : documents)
                .subtract(posted.counted())
                .add(position.reserved(order.orderId()));
    }

    /** What the order adds: nothing if it is prepaid or delivered beyond the horizon; nothing for what was invoiced of it. */
    BigDecimal added() {
        boolean later = order.deliveryDate() != null
                && order.deliveryDate().isAfter(position.asOf().plusDays(ledger.orderHorizonDays()));
        return order.prepaid() || later
                ? BigDecimal.ZERO
                : order.amount().subtract(posted.invoiced()).max(BigDecimal.ZERO);
    }

    BigDecimal exposureAfter() {
        return exposureBefore().add(added());
    }

    private OrderFacts facts() {
        CreditLimit limit = position.limit();
        BigDecimal after = exposureAfter();
        BigDecimal amount = limit.amount();
        return new OrderFacts(
                order.amount(),
                order.prepaid(),
                order.requestedTerm() == null ? null : order.requestedTerm().name(),
                order.requestedPeriodDays(),
                position.own().graded(),
                limit.type().name(),
                amount,
                exposureBefore(),
                after,
                amount != null && after.compareTo(amount) > 0 && limitEnded(after),
                reviewOverdueDays(),
                position.onHold(),
                position.dunningLevel(),
                position.brokenPromises(),
                position.stale());
    }

    private int reviewOverdueDays() {
        return position.own().reviewOn() == null
                ? 0
                : (int) Math.max(0, ChronoUnit.DAYS.between(position.own().reviewOn(), position.asOf()));
    }

    /** Whether what the rules gave would be enough if its guarantees still stood, or a limit that a person set and that just ended. */
    private boolean limitEnded(BigDecimal exposure) {
        if (position.standing().isShortOfGuarantees()) {
            BigDecimal whole = position.standing().rules().creditLimit().amount();
            if (whole != null && whole.compareTo(exposure) >= 0) {
                return true;
            }
        }
        return position.standing().overrides().stream()
                .filter(each -> each.field() == Field.LIMIT && each.state() == CustomerOverride.State.EXPIRED)
                .filter(each -> !each.expiresOn().isBefore(position.asOf().minusDays(ENDED_WITHIN_DAYS)))
                .map(each -> Effective.limit(each.value(), ledger).amount())
                .anyMatch(amount -> amount == null || amount.compareTo(exposure) >= 0);
    }

    OrderQuestion with(OrderCheckRequest.Checked other) {
        return new OrderQuestion(ledger, position, posted, other);
    }

    /** As if so much were paid, and no item were overdue any more. */
    OrderQuestion paid(BigDecimal amount) {
        Map<Metric, Object> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Object value = metric.in(position.history());
            if (value != null) {
                values.put(metric, value);
            }
        }
        values.computeIfPresent(Metric.EXPOSURE, (metric, exposure) -> ((BigDecimal) exposure).subtract(amount));
        values.put(Metric.OVERDUE_AMOUNT, BigDecimal.ZERO);
        values.put(Metric.OVERDUE_RATIO, 0.0);
        values.put(Metric.OLDEST_OVERDUE_DAYS, 0);
        return new OrderQuestion(
                ledger,
                position.with(PaymentHistory.of(values), position.policy().dunningLevel(0)),
                posted,
                order);
    }
}
