package dev.assay.engine.closing;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes the grade phase. A provisional grade goes before the grade of the score; caps and the steps allowed above the previous
 * grade bound either. Nothing decided gives the worst grade, provisionally.
 */
final class GradeClosing {
    private final List<String> ladder;

    GradeClosing(List<String> gradesBestFirst) {
        this.ladder = gradesBestFirst;
    }

    void close(Customer customer, Effects effects, List<Shape> shapes) {
        List<Given> provisionals = effects.all(Effect.PROVISIONAL);
        Given graded = effects.first(Effect.GRADE);
        Given base = provisionals.isEmpty() ? graded : provisionals.get(0);
        int wanted = base == null ? ladder.size() - 1 : rank(base);
        Given cap = worst(effects.all(Effect.CAP_GRADE));
        int capped = cap == null ? 0 : rank(cap);
        Given step = effects.least(Effect.MAX_UPGRADE);
        int stepped = step == null ? 0 : reachable(customer.facts().previous(), Effects.whole(step, 0));
        int rank = Math.max(wanted, Math.max(capped, stepped));
        provisionals.forEach(given -> shapes.add(new Shape(given, Shape.PROVISIONAL)));
        if (base != null && base.effect() == Effect.GRADE && rank == wanted) {
            shapes.add(new Shape(base, Shape.NONE));
        }
        if (cap != null && rank == capped && wanted < rank) {
            shapes.add(new Shape(cap, Shape.CAP));
        }
        if (step != null && rank == stepped && wanted < rank) {
            shapes.add(new Shape(step, Shape.STEP));
        }
        boolean provisional = base == null || base.effect() == Effect.PROVISIONAL;
        customer.settle(customer.outcome().withGrade(ladder.get(rank), provisional));
    }

    private int rank(Given given) {
        return ladder.indexOf(Effects.text(given));
    }

    private @Nullable Given worst(List<Given> caps) {
        Given worst = null;
        for (Given cap : caps) {
            if (worst == null || rank(cap) > rank(worst)) {
                worst = cap;
            }
        }
        return worst;
    }

    /** The best rank so many steps above the previous grade; a provisional or unknown one is no step to count from. */
    private int reachable(@Nullable Previous previous, int steps) {
        if (previous == null || previous.provisional()) {
            return 0;
        }
        int from = ladder.indexOf(previous.grade());
        return from < 0 ? 0 : Math.max(0, from - steps);
    }
}
