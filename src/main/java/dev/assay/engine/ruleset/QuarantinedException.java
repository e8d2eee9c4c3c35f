package dev.assay.engine.ruleset;

/** A ruleset whose rules once ran past their deadline and that isn't asked again. */
public final class QuarantinedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QuarantinedException(String version) {
        super("the ruleset " + version + " is in quarantine: a batch ran past its deadline");
    }

    public QuarantinedException(String version, Throwable cause) {
        super("the ruleset " + version + " is in quarantine: a batch ran past its deadline", cause);
    }
}
