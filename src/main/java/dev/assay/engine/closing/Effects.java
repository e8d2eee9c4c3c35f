package dev.assay.engine.closing;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one phase said about one customer. It is settled here, and the result doesn't depend on the order in which they
 * fired.
 */
final class Effects {
    private final List<Given> given;
    private final int from;

    /**
     * Looks at what rules did since the last phase was closed.
     *
     * @param from how many effects belong to the phases before
     */
    Effects(Customer customer, int from) {
        this.given = customer.given();
        this.from = from;
    }

    /** The one that is tried first; null if no rule had this effect. */
    @Nullable
    Given first(Effect effect) {
        Given first = null;
        for (int i = from; i < given.size(); i++) {
            Given one = given.get(i);
            if (one.effect() == effect && (first == null || one.rule() < first.rule())) {
                first = one;
            }
        }
        return first;
    }

    /** As {@link #first}, and notes that it shaped the decision. */
    @Nullable
    Given shaping(Effect effect, List<Shape> shapes) {
        Given first = first(effect);
        if (first != null) {
            shapes.add(new Shape(first, Shape.NONE));
        }
        return first;
    }

    /** Every one, in the order they fired. */
    List<Given> all() {
        return given.subList(from, given.size());
    }

    /** All with this effect, in the order rules are tried. */
    List<Given> all(Effect effect) {
        List<Given> all = List.of();
        for (int i = from; i < given.size(); i++) {
            Given one = given.get(i);
            if (one.effect() == effect) {
                if (all.isEmpty()) {
                    all = new ArrayList<>();
                }
                int at = all.size();
                while (at > 0 && all.get(at - 1).rule() > one.rule()) {
                    at--;
                }
                all.add(at, one);
            }
        }
        return all;
    }

    /** The one with the smallest number, the first tried among equals; null if no rule had this effect. */
    @Nullable
    Given least(Effect effect) {
        Given least = null;
        for (int i = from; i < given.size(); i++) {
            Given one = given.get(i);
            if (one.effect() == effect && (least == null || isLess(one, least))) {
                least = one;
            }
        }
        return least;
    }

    private static boolean isLess(Given one, Given other) {
        int order = number(one).compareTo(number(other));
        return order < 0 || order == 0 && one.rule() < other.rule();
    }

    static BigDecimal number(Given given) {
        return given.value() instanceof Integer whole
                ? BigDecimal.valueOf(whole)
                : given.value() instanceof BigDecimal exact ? exact : BigDecimal.ZERO;
    }

    static String text(Given given) {
        return String.valueOf(given.value());
    }

    static int whole(@Nullable Given given, int otherwise) {
        return given != null && given.value() instanceof Integer whole ? whole : otherwise;
    }
}
