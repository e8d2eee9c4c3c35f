package dev.assay.engine.closing;

import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes the term phase: the first term, grace and review any rule gives; prepayment, no grace and a month if none does. */
final class TermClosing {
    private static final int REVIEW_MONTHS_OTHERWISE = 1;

    private TermClosing() {}

    static void close(Customer customer, List<Shape> shapes) {
        Given term = shaping(customer, Effect.TERM, shapes);
        Given grace = shaping(customer, Effect.GRACE_DAYS, shapes);
        shaping(customer, Effect.REVIEW_MONTHS, shapes);
        String type = term == null ? PaymentTerm.Type.PREPAY.name() : Effects.text(term);
        int days = term == null ? 0 : Math.max(0, term.days());
        customer.settle(customer.outcome().withTerm(type, days, Effects.whole(grace, 0)));
    }

    static int reviewMonths(Customer customer) {
        return Effects.whole(Effects.first(customer, Effect.REVIEW_MONTHS), REVIEW_MONTHS_OTHERWISE);
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

    private static @Nullable Given shaping(Customer customer, Effect effect, List<Shape> shapes) {
        Given first = Effects.first(customer, effect);
        if (first != null) {
            shapes.add(new Shape(first, Shape.NONE));
        }
        return first;
    }
}
