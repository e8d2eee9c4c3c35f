package dev.assay.bench.peer;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;

/** What every peer has to decide alike; amounts without trailing zeros. */
record Verdict(
        BigDecimal score,
        String grade,
        boolean provisional,
        String category,
        BigDecimal limit,
        boolean pending,
        String term,
        int days,
        int graceDays,
        int reviewMonths,
        boolean hold) {

    Verdict {
        score = score == null ? null : score.stripTrailingZeros();
        limit = limit.signum() == 0 ? BigDecimal.ZERO : limit.stripTrailingZeros();
    }

    static Verdict of(CustomerFacts facts, Decision decision) {
        Integer days = decision.paymentTerm().creditPeriodDays();
        return new Verdict(
                decision.score(),
                decision.grade(),
                decision.provisional(),
                decision.category(),
                decision.creditLimit().amount(),
                decision.creditLimit().status() == CreditLimit.Status.PENDING,
                decision.paymentTerm().type().name(),
                days == null ? 0 : days,
                decision.graceDays(),
                months(facts, decision),
                decision.hold());
    }

    private static int months(CustomerFacts facts, Decision decision) {
        return (int) facts.asOf().until(decision.reviewOn()).toTotalMonths();
    }
}
