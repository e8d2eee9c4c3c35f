package dev.assay.engine.ruleset.syntax;

/**
 * A word of rule text.
 *
 * @param text as written; for TEXT the value without quotes and escapes
 */
record Token(Kind kind, String text, Span span) {

    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    boolean is(String symbolOrWord) {
        return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbolOrWord);
    }

    /** For messages: what stands there. */
    String shown() {
        return switch (kind) {
            case END -> "(end / 结尾)";
            case TEXT -> '"' + text + '"';
            default -> text;
        };
    }
}
