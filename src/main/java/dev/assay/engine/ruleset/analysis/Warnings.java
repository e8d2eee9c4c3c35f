package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what is doubtful; a bounded number of it, the last of which says that there is more. */
final class Warnings {
    /** Of one kind in one table. */
    static final int EACH_MAX = 5;

    private static final int ALL_MAX = 200;
    private static final int CUTS_MAX = 20;

    private final Problems problems;
    private int left;
    private int cutsLeft = CUTS_MAX;

    Warnings(Problems problems) {
        this.problems = problems;
        this.left = Math.min(ALL_MAX, problems.room() - CUTS_MAX);
    }

    /** Some of the rules weren't looked through; told however much else there is. */
    void cutShort(Span at, String name) {
        if (cutsLeft-- > 0 && problems.room() > 1) {
            problems.warn(at, null, Fault.ANALYSIS_CUT_SHORT, name);
        }
    }

    void tell(Span at, @Nullable CheckedRule rule, Fault fault, Object... values) {
        tell(at, rule, null, fault, values);
    }

    void tell(Span at, @Nullable CheckedRule rule, @Nullable CounterExample example, Fault fault, Object... values) {
        if (left <= 0) {
            return;
        }
        left--;
        String name = rule == null ? null : rule.name();
        if (left == 0) {
            problems.warn(at, name, Fault.MORE_WARNINGS, ALL_MAX);
        } else {
            problems.warn(at, name, example == null ? Map.of() : example.shown(), fault, values);
        }
    }
}
