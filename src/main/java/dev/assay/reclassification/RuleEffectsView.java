package dev.assay.reclassification;

import dev.assay.engine.decision.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What each rule has to do with who moved, the rule of most customers first.
 *
 * @param customers how many moved customers were looked into, the first ones of their list
 * @param complete whether these are all
 */
public record RuleEffectsView(int customers, boolean complete, List<RuleEffect> rules) {

    /**
     * Moved customers for whom a rule did something else than before. A customer for whom several rules did counts with each, its
     * change of limit too.
     *
     * @param code of the rule, the same across versions
     * @param rule its name, after the run if it is still there
     * @param gained customers it shaped the decision of only after
     * @param lost only before
     * @param changed before and after, with another effect
     * @param otherGrade how many of all these have another grade
     * @param limitChange sum of their limits' changes in base currency, where neither side is unlimited
     */
    public record RuleEffect(
            String code,
            String rule,
            String phase,
            int gained,
            int lost,
            int changed,
            int otherGrade,
            BigDecimal limitChange) {}

    /** Of changes with their reasons. */
    static RuleEffectsView of(List<ChangeView> changes, boolean complete) {
        Map<String, Sums> rules = new LinkedHashMap<>();
        for (ChangeView change : changes) {
            var reasons = Objects.requireNonNull(change.reasons());
            Set<String> before = codes(reasons.lost());
            Set<String> after = codes(reasons.gained());
            List<Reason> all = new ArrayList<>(reasons.gained());
            all.addAll(reasons.lost());
            Set<String> counted = new HashSet<>();
            for (Reason reason : all) {
                if (counted.add(reason.code())) {
                    rules.computeIfAbsent(reason.code(), code -> new Sums(reason))
                            .add(change, before.contains(reason.code()), after.contains(reason.code()));
                }
            }
        }
        return new RuleEffectsView(
                changes.size(),
                complete,
                rules.values().stream()
                        .map(Sums::effect)
                        .sorted(Comparator.comparingInt((RuleEffect each) -> each.gained + each.lost + each.changed)
                                .reversed()
                                .thenComparing(RuleEffect::code))
                        .toList());
    }

    private static Set<String> codes(List<Reason> reasons) {
        Set<String> codes = new HashSet<>();
        reasons.forEach(reason -> codes.add(reason.code()));
        return codes;
    }

    private static final class Sums {
        private final Reason reason;
        private int gained;
        private int lost;
        private int changed;
        private int otherGrade;
        private BigDecimal limitChange = BigDecimal.ZERO;

        Sums(Reason reason) {
            this.reason = reason;
        }

        void add(ChangeView change, boolean before, boolean after) {
            if (before && after) {
                changed++;
            } else if (after) {
                gained++;
            } else {
                lost++;
            }
            if (change.before() == null
                    || !change.before().grade().equals(change.after().grade())) {
                otherGrade++;
            }
            if (change.limitChange() != null) {
                limitChange = limitChange.add(change.limitChange());
            }
        }

        RuleEffect effect() {
            return new RuleEffect(
                    reason.code(), reason.rule(), reason.phase(), gained, lost, changed, otherGrade, limitChange);
        }
    }
}
