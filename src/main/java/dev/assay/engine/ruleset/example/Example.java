package dev.assay.engine.ruleset.example;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.OrderFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer and what the rules should make of it.
 *
 * @param order what the customer orders; null: nothing is asked of the check phase
 * @param expected by path in the decision, such as {@code creditLimit.amount}, as written; only what stands here is compared
 * @param fires codes of exactly the rules that should fire; null if that isn't said
 * @param principal codes of the principal reasons, in order; null if that isn't said
 */
public record Example(
        String file,
        int line,
        String name,
        CustomerFacts facts,
        @Nullable OrderFacts order,
        Map<String, String> expected,
        @Nullable Set<String> fires,
        @Nullable List<String> principal) {}
