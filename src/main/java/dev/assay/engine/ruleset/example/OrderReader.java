package dev.assay.engine.ruleset.example;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.OrderFacts;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.YamlTree;
import dev.assay.engine.ruleset.syntax.YamlTree.Entries;
import dev.assay.engine.ruleset.syntax.YamlTree.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the order of an example, by the names that rules read: {@code orderAmount}, {@code prepaid}, {@code limit} and so on. What is
 * left out is harmless: a graded customer without exposure, no hold, fresh data.
 */
final class OrderReader {
    private static final List<String> KEYS = List.of(
            "orderAmount",
            "prepaid",
            "requestedTerm",
            "requestedPeriodDays",
            "graded",
            "limitType",
            "limit",
            "exposureBefore",
            "limitEnded",
            "reviewOverdueDays",
            "onHold",
            "dunningLevel",
            "brokenPromises",
            "dataStale");

    private final Problems problems;

    OrderReader(Problems problems) {
        this.problems = problems;
    }

    /** {@code exposureAfter} follows: a prepaid order adds nothing. */
    OrderFacts read(Entries written) {
        Map<String, YamlTree> order = written.entries();
        written.keys().forEach((key, span) -> {
            if (!KEYS.contains(key)) {
                problems.error(span, null, Fault.UNKNOWN_KEY, key, ClosestName.hint(key, KEYS));
            }
        });
        BigDecimal amount = number(order, "orderAmount", BigDecimal.ZERO);
        BigDecimal before = number(order, "exposureBefore", BigDecimal.ZERO);
        BigDecimal limit = order.containsKey("limit") ? number(order, "limit", BigDecimal.ZERO) : null;
        boolean prepaid = flag(order, "prepaid", false);
        String type = text(order, "limitType");
        String limitType = type != null ? type : limit == null ? "UNLIMITED" : limit.signum() == 0 ? "NONE" : "AMOUNT";
        return new OrderFacts(
                amount,
                prepaid,
                text(order, "requestedTerm"),
                order.containsKey("requestedPeriodDays") ? (Integer) days(order, "requestedPeriodDays") : null,
                flag(order, "graded", true),
                limitType,
                limitType.equals("NONE") ? BigDecimal.ZERO : limit,
                before,
                prepaid ? before : before.add(amount),
                flag(order, "limitEnded", false),
                days(order, "reviewOverdueDays"),
                flag(order, "onHold", false),
                days(order, "dunningLevel"),
                days(order, "brokenPromises"),
                flag(order, "dataStale", false));
    }

    private static @Nullable String text(Map<String, YamlTree> order, String key) {
        return order.get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    private int days(Map<String, YamlTree> order, String key) {
        return number(order, key, BigDecimal.ZERO).intValue();
    }

    private BigDecimal number(Map<String, YamlTree> order, String key, BigDecimal otherwise) {
        String text = text(order, key);
        if (text == null) {
            return otherwise;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            problems.error(Objects.requireNonNull(order.get(key)).span(), null, Fault.BAD_NUMBER, text);
            return otherwise;
        }
    }

    private boolean flag(Map<String, YamlTree> order, String key, boolean otherwise) {
        String text = text(order, key);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            problems.error(
                    Objects.requireNonNull(order.get(key)).span(), null, Fault.WRONG_VALUE, key, text, "true, false");
        }
        return text.equals("true");
    }
}
