package dev.assay.customer.content;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a short text of a customer may consist of: printable characters in one line. */
public final class PlainText {

    private static final int SHOWN_MAX = 60;

    private PlainText() {}

    /** What is wrong with a text, null if nothing is. */
    public static @Nullable String fault(String text, int lengthMax) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c)) {
                return String.format(
                        Locale.ROOT, "has the control character U+%04X at position %d; remove it", c, i + 1);
            }
            int type = Character.getType(c);
            if (type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                return String.format(
                        Locale.ROOT, "has U+%04X at position %d, which is no character of a text; remove it", c, i + 1);
            }
            i += Character.charCount(c);
        }
        int length = text.codePointCount(0, text.length());
        return length > lengthMax ? "is " + length + " characters long; at most " + lengthMax + " are stored" : null;
    }

    /** A value as an error message shows it: in quotes, control characters as {@code \\u…}, cut where it gets long. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(SHOWN_MAX).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > SHOWN_MAX ? "…\"" : "\"")
                .toString();
    }
}
