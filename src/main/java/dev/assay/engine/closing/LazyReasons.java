package dev.assay.engine.closing;

import dev.assay.engine.decision.Reason;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reasons of a decision, put into words when somebody reads them: a bulk run that keeps none doesn't pay for them. Thread-safe:
 * whoever reads first writes the same words.
 */
final class LazyReasons extends AbstractList<Reason> {
    private final CheckedRuleset ruleset;
    private final Customer customer;
    private final List<Shape> shapes;
    private volatile @Nullable List<Reason> rendered;

    LazyReasons(CheckedRuleset ruleset, Customer customer, List<Shape> shapes) {
        this.ruleset = ruleset;
        this.customer = customer;
        this.shapes = shapes;
    }

    @Override
    public Reason get(int index) {
        return reasons().get(index);
    }

    @Override
    public int size() {
        return reasons().size();
    }

    private List<Reason> reasons() {
        List<Reason> reasons = rendered;
        if (reasons == null) {
            reasons = new ReasonWriter(ruleset, customer).write(shapes);
            rendered = reasons;
        }
        return reasons;
    }
}
