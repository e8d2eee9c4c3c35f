package dev.assay.document.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Typed reads of one JSON value; each refuses what it isn't with the field, the value and the fix. */
public final class JsonValues {
    private static final int SHOWN_CHARACTERS_MAX = 80;

    private JsonValues() {}

    /** A text of 1 to {@code charactersMax} characters without control characters and outer blanks. */
    static String text(JsonParser parser, String field, int charactersMax) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(parser, field, "a text in quotes");
        }
        String text = parser.getText();
        checkCharacters(field, text);
        int characters = text.length() <= charactersMax ? text.length() : text.codePointCount(0, text.length());
        if (characters > charactersMax) {
            throw new Rejection(
                    RejectionCode.TEXT_TOO_LONG,
                    "%s is \"%s\", %d characters; at most %d are allowed"
                            .formatted(field, shown(text), characters, charactersMax));
        }
        if (text.isEmpty() || isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1))) {
            throw new Rejection(
                    RejectionCode.BLANK_TEXT,
                    "%s is \"%s\"; it must not be empty, nor begin or end with a blank".formatted(field, text));
        }
        return text;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static void checkCharacters(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f && c <= 0x9f) {
                throw new Rejection(
                        RejectionCode.CONTROL_CHARACTER,
                        "%s has the control character U+%04X at position %d; remove it"
                                .formatted(field, (int) c, i + 1));
            }
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    throw new Rejection(
                            RejectionCode.INVALID_UTF8,
                            "%s has half a surrogate pair at position %d; send the whole character"
                                    .formatted(field, i + 1));
                }
            }
        }
    }

    /** A number as written; never through double. */
    static BigDecimal number(JsonParser parser, String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrongType(parser, field, "a number without quotes");
        }
        if (parser.getTextLength() > IntakeLimits.NUMBER_CHARACTERS_MAX) {
            throw new Rejection(
                    RejectionCode.AMOUNT_TOO_LARGE,
                    "%s is a number of %d characters; at most %d are read"
                            .formatted(field, parser.getTextLength(), IntakeLimits.NUMBER_CHARACTERS_MAX));
        }
        return parser.getDecimalValue();
    }

    static boolean flag(JsonParser parser, String field) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrongType(parser, field, "true or false");
        };
    }

    /** A calendar date as {@code yyyy-MM-dd} that exists. */
    static LocalDate date(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(parser, field, "a date \"yyyy-MM-dd\"");
        }
        String text = parser.getText();
        LocalDate date = parseDate(field, text);
        if (date.isBefore(IntakeLimits.DATE_MIN) || date.isAfter(IntakeLimits.DATE_MAX)) {
            throw new Rejection(
                    RejectionCode.DATE_OUT_OF_RANGE,
                    "%s is %s; dates lie between %s and %s"
                            .formatted(field, text, IntakeLimits.DATE_MIN, IntakeLimits.DATE_MAX));
        }
        return date;
    }

    private static LocalDate parseDate(String field, String text) {
        if (text.length() == 10 && text.charAt(4) == '-' && text.charAt(7) == '-') {
            int year = digits(text, 0, 4);
            int month = digits(text, 5, 7);
            int day = digits(text, 8, 10);
            if (year >= 0 && month >= 0 && day >= 0) {
                try {
                    return LocalDate.of(year, month, day);
                } catch (DateTimeException noSuchDay) {
                    throw invalidDate(field, text, "there is no such day");
                }
            }
        }
        throw invalidDate(field, text, "send yyyy-MM-dd");
    }

    private static Rejection invalidDate(String field, String text, String fix) {
        return new Rejection(RejectionCode.INVALID_DATE, "%s is \"%s\"; %s".formatted(field, shown(text), fix));
    }

    /** The number that ASCII digits make, −1 if they aren't. */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    static Rejection wrongType(JsonParser parser, String field, String wanted) throws IOException {
        String found = parser.currentToken().isScalarValue() ? shown(parser.getText()) : "an object or an array";
        return new Rejection(RejectionCode.WRONG_TYPE, "%s is %s; send %s".formatted(field, found, wanted));
    }

    /** A value as a message shows it: shortened, control characters as question marks. */
    public static String shown(String value) {
        String shortened = value.codePointCount(0, value.length()) <= SHOWN_CHARACTERS_MAX
                ? value
                : value.substring(0, value.offsetByCodePoints(0, SHOWN_CHARACTERS_MAX)) + "…";
        StringBuilder clean = new StringBuilder(shortened.length());
        shortened
                .codePoints()
                .forEach(c -> clean.appendCodePoint(
                        Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                ? '?'
                                : c));
        return clean.toString();
    }
}
