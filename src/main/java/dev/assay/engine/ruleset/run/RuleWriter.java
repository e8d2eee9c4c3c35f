package dev.assay.engine.ruleset.run;

import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import java.util.stream.Collectors;

/**
 * Writes the rules of a phase anew, from the checked tree: the only text Drools ever sees. Salience is left out, since effects are
 * settled by ordinal; the rule {@code r7} is the one with ordinal 7.
 */
final class RuleWriter {
    static final String PACKAGE = "assay.rules.";

    private RuleWriter() {}

    static String write(CheckedRuleset ruleset, Phase phase) {
        ConditionWriter conditions = new ConditionWriter(ruleset.manifest());
        StringBuilder drl = new StringBuilder("package " + PACKAGE + phase.key() + ";\n"
                + "import dev.assay.engine.fact.Customer;\n"
                + "import dev.assay.engine.fact.Exact;\n");
        for (CheckedRule rule : ruleset.of(phase)) {
            String constraints =
                    rule.conditions().stream().map(conditions::write).collect(Collectors.joining(", "));
            drl.append("rule r")
                    .append(rule.ordinal())
                    .append(" when $c : Customer(")
                    .append(constraints)
                    .append(") then ")
                    .append(ConsequenceWriter.write(rule))
                    .append(" end\n");
        }
        return drl.toString();
    }
}
