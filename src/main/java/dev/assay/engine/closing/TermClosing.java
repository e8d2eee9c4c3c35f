package dev.assay.engine.closing;

import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.util.List;

/** Closes the term phase: the first term, grace and review any rule gives; prepayment, no grace and a month if none does. */
final class TermClosing {
    static final int REVIEW_MONTHS_OTHERWISE = 1;

    private TermClosing() {}

    /** Settles term and grace, and gives the months until the next review. */
    static int close(Customer customer, Effects effects, List<Shape> shapes) {
        Given term = effects.shaping(Effect.TERM, shapes);
        Given grace = effects.shaping(Effect.GRACE_DAYS, shapes);
        Given review = effects.shaping(Effect.REVIEW_MONTHS, shapes);
        String type = term == null ? PaymentTerm.Type.PREPAY.name() : Effects.text(term);
        int days = term == null ? 0 : Math.max(0, term.days());
        customer.settle(customer.outcome().withTerm(type, days, Effects.whole(grace, 0)));
        return Effects.whole(review, REVIEW_MONTHS_OTHERWISE);
    }

    static PaymentTerm term(Customer customer) {
        String settled = customer.outcome().term();
        PaymentTerm.Type type = settled.isEmpty() ? PaymentTerm.Type.PREPAY : PaymentTerm.Type.valueOf(settled);
        return new PaymentTerm(
                type,
                type == PaymentTerm.Type.OPEN_ACCOUNT
                        ? (Integer) customer.outcome().creditPeriodDays()
                        : null);
    }
}
