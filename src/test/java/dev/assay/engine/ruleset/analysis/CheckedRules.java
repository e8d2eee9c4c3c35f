package dev.assay.engine.ruleset.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.ManifestReader;
import dev.assay.engine.ruleset.profile.ProfileCheck;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleFiles;
import dev.assay.engine.ruleset.syntax.RuleNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules that keep the profile, from text. */
final class CheckedRules {
    private CheckedRules() {}

    /** Each file is read by itself, so that all of them together may hold more rules than a ruleset. */
    static CheckedRuleset of(String manifest, Map<String, String> files) {
        Problems problems = new Problems();
        Manifest read = ManifestReader.read("ruleset.yaml", "name: test\n" + manifest, problems);
        List<RuleNode> rules = new ArrayList<>();
        files.forEach((path, text) ->
                rules.addAll(RuleFiles.read(Map.of(path, text.getBytes(StandardCharsets.UTF_8)), problems)));
        CheckedRuleset checked = new ProfileCheck(read, problems).check(rules);
        assertThat(problems.byPlace()).isEmpty();
        return checked;
    }

    /** A rule in DRL. */
    static String rule(String code, String conditions, String consequence) {
        return "rule \"" + code + "\" @code(\"" + code + "\") @zh(\"z\") @en(\"e\") when $c : Customer( " + conditions
                + " ) then " + consequence + " end\n";
    }

    /** The same, in a group. */
    static String row(String group, String code, String conditions, String consequence) {
        return rule(code, conditions, consequence).replace(" when ", " @group(\"" + group + "\") when ");
    }
}
