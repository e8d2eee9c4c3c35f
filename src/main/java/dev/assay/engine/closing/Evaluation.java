package dev.assay.engine.closing;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One customer on the way through the phases. The host fires the rules of a phase, then closes it here. Not thread-safe. */
public final class Evaluation {
    private final CheckedRuleset ruleset;
    private final Customer customer;
    private final List<Shape> shapes = new ArrayList<>(24);
    private CreditLimit limit;

    public Evaluation(CheckedRuleset ruleset, Customer customer) {
        this.ruleset = ruleset;
        this.customer = customer;
        this.limit = new CreditLimit(
                CreditLimit.Type.NONE, BigDecimal.ZERO, customer.facts().currency(), CreditLimit.Status.GRANTED);
    }

    public Customer customer() {
        return customer;
    }

    /** Settles what the rules of the phase said. */
    public void close(Phase phase) {
        switch (phase) {
            case SCORE -> ScoreClosing.close(customer, ruleset.rules(), shapes);
            case GRADE -> new GradeClosing(ruleset.manifest().grades()).close(customer, shapes);
            case CATEGORY -> closeCategory();
            case TERM -> TermClosing.close(customer, shapes);
            case LIMIT -> limit = LimitClosing.close(customer, shapes);
            case HOLD -> Effects.all(customer, Effect.HOLD).forEach(given -> shapes.add(new Shape(given, Shape.HOLD)));
        }
    }

    /** The decision, once every phase is closed. */
    public Decision decision() {
        String category = customer.outcome().category();
        List<String> categories = ruleset.manifest().categories();
        return new Decision(
                customer.outcome().score(),
                customer.outcome().grade(),
                customer.outcome().provisional(),
                category.isEmpty() ? categories.get(categories.size() - 1) : category,
                limit,
                TermClosing.term(customer),
                customer.outcome().graceDays(),
                Effects.first(customer, Effect.HOLD) != null,
                customer.facts().asOf().plusMonths(TermClosing.reviewMonths(customer)),
                new LazyReasons(ruleset, customer, shapes));
    }

    /** Codes of all rules that fired, in the order they are tried. */
    public Set<String> fired() {
        Set<String> codes = new LinkedHashSet<>();
        customer.given().stream()
                .mapToInt(Given::rule)
                .sorted()
                .forEach(rule -> codes.add(ruleset.rules().get(rule).code()));
        return codes;
    }

    private void closeCategory() {
        Given first = Effects.first(customer, Effect.CATEGORY);
        List<String> categories = ruleset.manifest().categories();
        if (first != null) {
            shapes.add(new Shape(first, Shape.NONE));
        }
        String category = first == null ? categories.get(categories.size() - 1) : Effects.text(first);
        customer.settle(customer.outcome().withCategory(category));
    }
}
