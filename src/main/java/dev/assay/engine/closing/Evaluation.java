package dev.assay.engine.closing;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.decision.OrderVerdict.Level;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One customer on the way through the phases. The host fires the rules of a phase, then closes it here. Not thread-safe. */
public final class Evaluation {
    private final CheckedRuleset ruleset;
    private final Customer customer;
    private final List<Shape> shapes = new ArrayList<>(24);
    private int closed;
    private CreditLimit limit;
    private int reviewMonths = TermClosing.REVIEW_MONTHS_OTHERWISE;
    private boolean held;

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
        Effects effects = new Effects(customer, closed);
        switch (phase) {
            case SCORE -> ScoreClosing.close(customer, effects, ruleset.rules(), shapes);
            case GRADE -> new GradeClosing(ruleset.manifest().grades()).close(customer, effects, shapes);
            case CATEGORY -> closeCategory(effects);
            case TERM -> reviewMonths = TermClosing.close(customer, effects, shapes);
            case LIMIT -> limit = LimitClosing.close(customer, effects, shapes);
            case HOLD -> closeHold(effects);
            case CHECK -> closeCheck(effects);
        }
        closed = customer.given().size();
    }

    /** What the check phase says about the order, once it is closed. */
    public OrderVerdict verdict() {
        Map<String, Level> levels = new HashMap<>();
        for (Shape shape : shapes) {
            String code = ruleset.rules().get(shape.given().rule()).code();
            levels.merge(
                    code,
                    shape.given().effect() == Effect.HOLD_ORDER ? Level.HOLD : Level.WARN,
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        return new OrderVerdict(new ReasonWriter(ruleset, customer)
                .ofOrder(shapes).stream()
                        .map(reason ->
                                new OrderVerdict.Check(Objects.requireNonNull(levels.get(reason.code())), reason))
                        .toList());
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
                held,
                customer.facts().asOf().plusMonths(reviewMonths),
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

    private void closeCategory(Effects effects) {
        Given first = effects.shaping(Effect.CATEGORY, shapes);
        List<String> categories = ruleset.manifest().categories();
        String category = first == null ? categories.get(categories.size() - 1) : Effects.text(first);
        customer.settle(customer.outcome().withCategory(category));
    }

    private void closeCheck(Effects effects) {
        effects.all(Effect.HOLD_ORDER).forEach(given -> shapes.add(new Shape(given, Shape.HOLD)));
        effects.all(Effect.WARN_ORDER).forEach(given -> shapes.add(new Shape(given, Shape.WARNING)));
    }

    private void closeHold(Effects effects) {
        for (Given given : effects.all(Effect.HOLD)) {
            held = true;
            shapes.add(new Shape(given, Shape.HOLD));
        }
    }
}
