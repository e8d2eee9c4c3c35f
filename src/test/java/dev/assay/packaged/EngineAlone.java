package dev.assay.packaged;

import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.RulesetCompiler;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.example.Example;
import dev.assay.engine.ruleset.example.ExampleReader;
import dev.assay.engine.ruleset.example.ExampleRun;
import java.nio.file.Path;
import java.util.List;

/** A program that knows nothing but the engine: compiles the rules of a folder and evaluates their examples. */
final class EngineAlone {
    private EngineAlone() {}

    public static void main(String... arguments) throws Exception {
        RulesetFiles files = RulesetFiles.read(Path.of(arguments[0]));
        List<Example> examples = ExampleReader.read(files);
        try (CompiledRuleset ruleset = new RulesetCompiler().compile(files)) {
            ExampleRun run = ExampleRun.of(ruleset, examples);
            System.out.println(examples.size() + " examples, failures: " + run.failures());
        }
    }
}
