package dev.assay.classification;

import dev.assay.engine.ruleset.CompiledRuleset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Rules that fired, as the log keeps them: the ordinals of a ruleset's rules in the order they are tried. */
final class FiredRules {

    private final Map<String, Integer> ordinals = new HashMap<>();

    FiredRules(CompiledRuleset ruleset) {
        ruleset.rules().keySet().forEach(code -> ordinals.put(code, ordinals.size()));
    }

    int[] ordinals(Collection<String> codes) {
        int[] fired = new int[codes.size()];
        int i = 0;
        for (String code : codes) {
            fired[i++] = Objects.requireNonNull(ordinals.get(code));
        }
        return fired;
    }
}
