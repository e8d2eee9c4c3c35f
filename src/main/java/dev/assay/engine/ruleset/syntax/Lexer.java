package dev.assay.engine.ruleset.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts rule text into words. It knows less than Java on purpose: no unicode escapes, ASCII names only, and no characters that make
 * text look other than it reads.
 */
final class Lexer {
    static final int TOKEN_LENGTH_MAX = 2_000;
    private static final Set<String> PAIRS = Set.of("==", "!=", "<=", ">=", "&&", "||");
    private static final String SINGLES = "(){}[],;:.@<>+-*/!=%?&|";

    private final SourceText source;
    private final String text;
    private final Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(SourceText source, Problems problems) {
        this.source = source;
        this.text = source.text();
        this.problems = problems;
    }

    /** The words of the text, an END last; what can't be read is reported and left out. */
    static List<Token> tokens(SourceText source, Problems problems) {
        Lexer lexer = new Lexer(source, problems);
        while (lexer.at < lexer.text.length() && !problems.isFull()) {
            lexer.next();
        }
        int end = lexer.text.length();
        lexer.tokens.add(new Token(Token.Kind.END, "", source.span(end, end)));
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c) && !HiddenCharacters.isHidden(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            skipLine();
        } else if (text.startsWith("/*", at)) {
            skipComment();
        } else if (isNameStart(c)) {
            word();
        } else if (isDigit(c)) {
            number();
        } else if (c == '"' || c == '\'') {
            text(c);
        } else {
            symbol(c);
        }
    }

    private void skipLine() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        refuseHidden(start, at);
    }

    private void skipComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            problems.error(source.span(at, at + 2), null, Fault.UNCLOSED_COMMENT);
            at = text.length();
        } else {
            refuseHidden(at, end);
            at = end + 2;
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        add(Token.Kind.WORD, start, text.substring(start, at));
    }

    private void number() {
        int start = at;
        boolean point = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean decimalPoint = c == '.' && !point && at + 1 < text.length() && isDigit(text.charAt(at + 1));
            if (!isDigit(c) && !decimalPoint) {
                break;
            }
            point |= decimalPoint;
            at++;
        }
        int end = at;
        if (at < text.length() && text.charAt(at) == 'B') {
            at++;
        }
        if (end - start > 30 || at < text.length() && isNameStart(text.charAt(at))) {
            while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            problems.error(source.span(start, at), null, Fault.BAD_NUMBER, text.substring(start, at));
            tokens.add(new Token(Token.Kind.NUMBER, "0", source.span(start, at)));
        } else {
            tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, end), source.span(start, at)));
        }
    }

    private void text(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                value.append(escaped(text.charAt(at)));
            } else {
                value.append(c);
            }
            at++;
        }
        if (at >= text.length() || text.charAt(at) != quote) {
            problems.error(source.span(start, at), null, Fault.UNCLOSED_TEXT);
        } else {
            at++;
        }
        refuseHidden(start, at);
        add(Token.Kind.TEXT, start, value.toString());
    }

    private char escaped(char c) {
        if (c == 'u') {
            problems.error(source.span(at - 1, at + 1), null, Fault.UNICODE_ESCAPE);
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> c;
        };
    }

    private void symbol(char c) {
        if (c == '\\') {
            Fault fault = text.startsWith("\\u", at) ? Fault.UNICODE_ESCAPE : Fault.ILLEGAL_CHARACTER;
            problems.error(source.span(at, at + 1), null, fault, c);
            at++;
            return;
        }
        if (at + 2 <= text.length() && PAIRS.contains(text.substring(at, at + 2))) {
            at += 2;
            add(Token.Kind.SYMBOL, at - 2, text.substring(at - 2, at));
        } else if (SINGLES.indexOf(c) >= 0) {
            at++;
            add(Token.Kind.SYMBOL, at - 1, String.valueOf(c));
        } else {
            int start = at;
            at += Character.charCount(text.codePointAt(at));
            if (!refuseHidden(start, at)) {
                problems.error(source.span(start, at), null, Fault.ILLEGAL_CHARACTER, text.substring(start, at));
            }
        }
    }

    private void add(Token.Kind kind, int start, String value) {
        if (value.length() > TOKEN_LENGTH_MAX) {
            problems.error(source.span(start, start + 1), null, Fault.TOO_LONG, TOKEN_LENGTH_MAX);
        }
        tokens.add(new Token(kind, value, source.span(start, at)));
    }

    private boolean refuseHidden(int start, int end) {
        int hidden = HiddenCharacters.firstIn(text, start, end);
        if (hidden >= 0) {
            problems.error(
                    source.span(hidden, hidden + 1),
                    null,
                    Fault.HIDDEN_CHARACTER,
                    HiddenCharacters.shown(text, hidden));
        }
        return hidden >= 0;
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
