package dev.assay.platform.problem;

import java.util.List;

/** A request that can't be done, and why; answered as problem+json. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;

    Problem(ProblemType type, String detail, List<FieldError> errors) {
        super(detail);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public ProblemView view() {
        return new ProblemView(type.uri(), type.title(), type.status(), String.valueOf(getMessage()), errors);
    }
}
