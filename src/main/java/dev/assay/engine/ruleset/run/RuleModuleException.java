package dev.assay.engine.ruleset.run;

/** Drools could not compile what was written from a checked tree, or what it compiled isn't safe to load. */
public final class RuleModuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleModuleException(String message) {
        super(message);
    }

    RuleModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
