package dev.assay.document.content;

/** Why a document can't be recorded: thrown while it is parsed, caught where its line is known. It carries no stack. */
final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;

    Rejection(RejectionCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    RejectionCode code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
