package dev.assay.engine.ruleset;

/** Turns rule files into a ruleset that can evaluate customers, or says everything that is wrong with them. */
public final class RulesetCompiler {

    /**
     * Checks and compiles.
     *
     * @throws RulesetException with every problem of every file
     */
    public CompiledRuleset compile(RulesetFiles files) throws RulesetException {
        throw new UnsupportedOperationException("lands with the phases");
    }
}
