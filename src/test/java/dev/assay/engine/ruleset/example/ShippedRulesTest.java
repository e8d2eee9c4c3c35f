package dev.assay.engine.ruleset.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShippedRulesTest {
    private static CompiledRuleset ruleset;
    private static List<Example> examples;

    @BeforeAll
    static void compile() throws Exception {
        RulesetFiles files = RulesetFiles.read(Path.of("rules"));
        ruleset = new RulesetCompiler().compile(files);
        examples = ExampleReader.read(files);
    }

    @AfterAll
    static void close() {
        ruleset.close();
    }

    @Test
    void everyExampleComesOutAsWritten() {
        assertThat(ExampleRun.of(ruleset, examples).failures()).isEmpty();
    }

    @Test
    void examplesCoverEveryRule() {
        assertThat(ExampleRun.of(ruleset, examples).neverFired()).isEmpty();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void nothingInTheShippedRulesIsDoubtful() {
        assertThat(ruleset.warnings()).isEmpty();
    }
}
