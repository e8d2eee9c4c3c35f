package dev.assay.engine.ruleset.run;

import java.util.Map;

/** Decides which compiled rules may be loaded, and what they can reach. */
interface ClassGuard {

    /** Looks at the compiled classes (file name to bytes) before any is loaded; throws if one contains what isn't allowed. */
    void check(Map<String, byte[]> classes) throws RuleModuleException;

    /** The loader through which the rules see the world. */
    ClassLoader loader();
}
