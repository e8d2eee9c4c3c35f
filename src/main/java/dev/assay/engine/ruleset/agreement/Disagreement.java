package dev.assay.engine.ruleset.agreement;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RuleInfo;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.TracedDecision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A customer about whom a ruleset decides differently when it is asked in another way.
 *
 * @param inBatches what it decides in batches, as compiled to serve
 * @param otherwise what it decides when asked in the other way
 */
public record Disagreement(Way way, CustomerFacts customer, TracedDecision inBatches, TracedDecision otherwise) {

    /** How a ruleset can be asked besides in batches, in the order given. */
    public enum Way {
        ONE_BY_ONE("单独评定", "alone"),
        SHUFFLED("打乱顺序后评定", "in another order"),
        CLASSIC("以传统方式编译后评定", "compiled the classic way");

        private final String zh;
        private final String en;

        Way(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }
    }

    /** Codes of the rules that fired in one way only, or else of those whose reasons differ; empty if neither tells. */
    public Set<String> rules() {
        Set<String> rules = onlyIn(inBatches.fired(), otherwise.fired());
        if (rules.isEmpty()) {
            inBatches.decision().reasons().stream()
                    .filter(reason -> !otherwise.decision().reasons().contains(reason))
                    .forEach(reason -> rules.add(reason.code()));
        }
        return rules;
    }

    /** What an author is shown: the customer and the rule, at the rule's place. */
    public Diagnostic diagnostic(CompiledRuleset ruleset) {
        RuleInfo rule = rules().stream()
                .map(ruleset.rules()::get)
                .filter(info -> info != null)
                .findFirst()
                .orElse(null);
        String facts = facts(ruleset.metricsRead());
        return new Diagnostic(
                rule == null ? RulesetFiles.MANIFEST : rule.file(),
                rule == null ? 1 : rule.line(),
                1,
                1,
                rule == null ? null : rule.name(),
                "DISAGREEMENT",
                Severity.ERROR,
                "客户 " + customer.customerCode() + "（" + facts + "）" + way.zh + "的结果不同：成批为 "
                        + shown(inBatches.decision()) + "，" + way.zh + "为 " + shown(otherwise.decision()) + "；结果不同的规则："
                        + rules(),
                "customer " + customer.customerCode() + " (" + facts + ") is decided differently " + way.en + ": "
                        + shown(inBatches.decision()) + " in a batch, " + shown(otherwise.decision()) + " " + way.en
                        + "; rules that differ: " + rules(),
                "this is a fault of the engine, not of the rules; please report it · 这是引擎的问题，请反馈",
                null);
    }

    private String facts(Set<Metric> metricsRead) {
        List<String> known = new ArrayList<>();
        for (Metric metric : metricsRead) {
            @Nullable Object value = metric.in(customer.history());
            if (value != null) {
                known.add(metric.key() + "=" + value);
            }
        }
        CustomerFacts.Previous previous = customer.previous();
        if (previous != null) {
            known.add("previousGrade=" + previous.grade());
        }
        return String.join(", ", known);
    }

    private static String shown(Decision decision) {
        return decision.grade() + "/" + decision.score() + "/" + decision.category() + "/"
                + decision.creditLimit().amount() + "/" + decision.paymentTerm().type();
    }

    private static Set<String> onlyIn(Set<String> one, Set<String> other) {
        Set<String> either = new TreeSet<>(one);
        either.addAll(other);
        Set<String> both = new LinkedHashSet<>(one);
        both.retainAll(other);
        either.removeAll(both);
        return either;
    }
}
