package dev.assay.classification;

import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that fired, as the log keeps them: the ordinals of a ruleset's rules in the order they are tried. */
final class FiredRules {

    private FiredRules() {}

    static int[] ordinals(CompiledRuleset ruleset, Collection<String> codes) {
        List<String> rules = List.copyOf(ruleset.rules().keySet());
        Map<String, Integer> ordinals = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            ordinals.put(rules.get(i), i);
        }
        return codes.stream().mapToInt(ordinals::get).toArray();
    }
}
