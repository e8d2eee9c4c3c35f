package dev.assay.bench.peer;

import dev.assay.bench.engine.HandWrittenPolicy;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A way to run the shipped policy. */
public interface Peer {

    /** Decides about all of them. */
    List<Verdict> decide(List<CustomerFacts> customers);

    /** The ways that are compared. */
    enum Kind {
        ASSAY,
        HAND_WRITTEN,
        DROOLS_STATELESS,
        EASY_RULES,
        KIE_DMN;

        Peer open() throws Exception {
            return switch (this) {
                case ASSAY -> assay();
                case HAND_WRITTEN -> each(facts -> Verdict.of(facts, HandWrittenPolicy.decide(facts)));
                case DROOLS_STATELESS -> new StatelessDrools();
                case EASY_RULES -> new EasyRules();
                case KIE_DMN -> new DecisionModel();
            };
        }
    }

    /** One customer at a time. */
    interface One {
        Verdict decide(CustomerFacts facts);
    }

    static Peer each(One one) {
        return customers -> customers.stream().map(one::decide).toList();
    }

    private static Peer assay() throws Exception {
        CompiledRuleset ruleset = new RulesetCompiler().compile(RulesetFiles.read(Path.of("rules")));
        return customers -> {
            var decisions = ruleset.evaluate(customers);
            List<Verdict> verdicts = new ArrayList<>(customers.size());
            for (int i = 0; i < decisions.size(); i++) {
                verdicts.add(Verdict.of(customers.get(i), decisions.get(i)));
            }
            return verdicts;
        };
    }
}
