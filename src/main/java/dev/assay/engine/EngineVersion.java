package dev.assay.engine;

/**
 * The version of the engine's own arithmetic. It changes whenever the same ruleset and the same facts could give another
 * decision than before, and stands on every decision.
 */
public final class EngineVersion {
    public static final String CURRENT = "1";

    private EngineVersion() {}
}
