package dev.assay.engine.ruleset.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Characters that can't be seen, and so make text read other than it is: controls, marks of direction and of format, line ends that
 * editors show and parsers don't, halves of surrogate pairs.
 */
final class HiddenCharacters {
    private HiddenCharacters() {}

    /** Where the first one stands in the stretch; −1 if there is none. */
    static int firstIn(String text, int from, int to) {
        int at = from;
        while (at < to) {
            int character = text.codePointAt(at);
            if (isHidden(character)) {
                return at;
            }
            at += Character.charCount(character);
        }
        return -1;
    }

    static boolean isHidden(int character) {
        if (character < ' ') {
            return character != '\t' && character != '\n' && character != '\r';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Reports the first one in the text, if there is one. */
    static void refuse(SourceText text, @Nullable String rule, Problems problems) {
        int at = firstIn(text.text(), 0, text.text().length());
        if (at >= 0) {
            problems.error(text.span(at, at + 1), rule, Fault.HIDDEN_CHARACTER, shown(text.text(), at));
        }
    }

    /** The character's name for messages: U+202E. */
    static String shown(String text, int at) {
        return String.format("U+%04X", text.codePointAt(at));
    }
}
