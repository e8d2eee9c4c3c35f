package dev.assay.engine.ruleset.syntax;

import org.jspecify.annotations.Nullable;

/** Ends the parsing of one rule; it never leaves the package. */
final class SyntaxFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Span at;
    private final transient Fault fault;
    private final transient Object[] values;

    SyntaxFault(Span at, Fault fault, Object... values) {
        super(fault.name(), null, false, false);
        this.at = at;
        this.fault = fault;
        this.values = values;
    }

    void tell(Problems problems, @Nullable String rule) {
        problems.error(at, rule, fault, values);
    }
}
