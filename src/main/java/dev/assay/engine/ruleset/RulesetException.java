package dev.assay.engine.ruleset;

import java.util.List;
import java.util.stream.Collectors;

/** A ruleset that can't be used, with everything that is wrong in it. */
public final class RulesetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final transient List<Diagnostic> doubts;

    public RulesetException(List<Diagnostic> diagnostics) {
        this(diagnostics, List.of());
    }

    RulesetException(List<Diagnostic> diagnostics, List<Diagnostic> doubts) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
        this.doubts = List.copyOf(doubts);
    }

    /** All problems, by place; at least one is an ERROR. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Warnings about rules that could be used but for their examples: one may fail for a doubt. */
    public List<Diagnostic> doubts() {
        return doubts;
    }
}
