package dev.assay.engine.ruleset;

import java.util.List;
import java.util.stream.Collectors;

/** A ruleset that can't be used, with everything that is wrong in it. */
public final class RulesetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public RulesetException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** All problems, by place; at least one is an ERROR. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
