package dev.assay.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.fixture.RulesetText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak of docs/benchmarks.md, short: a version that stays in memory after it retired would show. */
class ReloadSoakTest {

    private static final int RELOADS = 40;
    /** A version of this ruleset that stayed would keep several hundred KiB each; twenty of them stand between the measurements. */
    private static final long GROWTH_KIB_MAX = 4_096;

    @Test
    void retiredVersionsLeaveNothingBehind() throws Exception {
        RulesetText rules = RulesetText.aRuleset();
        for (String phase : List.of("grade", "hold")) {
            for (int i = 0; i < 5; i++) {
                rules.withRule(
                        phase, "oldestOverdueDays > " + i, phase.equals("hold") ? "$c.hold();" : "$c.grade(\"B\");");
            }
        }
        ReloadSoak.Outcome outcome = ReloadSoak.run(rules.files(), RELOADS, 20);
        ReloadSoak.Memory first = outcome.memory().get(0);
        ReloadSoak.Memory last = outcome.memory().get(outcome.memory().size() - 1);
        assertThat(last.heapKib() - first.heapKib()).isLessThan(GROWTH_KIB_MAX);
        assertThat(last.metaspaceKib() - first.metaspaceKib()).isLessThan(GROWTH_KIB_MAX);
        assertThat(last.classes() - first.classes()).isLessThan(200);
    }
}
