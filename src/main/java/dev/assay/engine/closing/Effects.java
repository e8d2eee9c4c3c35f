package dev.assay.engine.closing;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settles what several rules said; the result doesn't depend on the order in which they fired. */
final class Effects {
    private Effects() {}

    /** The one that is tried first; null if no rule had this effect. */
    static @Nullable Given first(Customer customer, Effect effect) {
        Given first = null;
        for (Given given : customer.given()) {
            if (given.effect() == effect && (first == null || given.rule() < first.rule())) {
                first = given;
            }
        }
        return first;
    }

    /** All of them, in the order rules are tried. */
    static List<Given> all(Customer customer, Effect effect) {
        List<Given> all = new ArrayList<>();
        for (Given given : customer.given()) {
            if (given.effect() == effect) {
                int at = all.size();
                while (at > 0 && all.get(at - 1).rule() > given.rule()) {
                    at--;
                }
                all.add(at, given);
            }
        }
        return all;
    }

    /** The one with the smallest number, the first tried among equals; null if no rule had this effect. */
    static @Nullable Given least(Customer customer, Effect effect) {
        Given least = null;
        for (Given given : all(customer, effect)) {
            if (least == null || number(given).compareTo(number(least)) < 0) {
                least = given;
            }
        }
        return least;
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
