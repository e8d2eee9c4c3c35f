package dev.assay.engine.ruleset.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the values of a cell into the words of a column's template. A value stays one: it can't bring operators or calls along. */
final class Template {
    static final String PARAM = "$param";

    private static final Pattern PLACE = Pattern.compile("\\$(param|[1-9])(?![A-Za-z0-9_])");

    private final List<Token> template;
    private final SourceText cell;
    private final Problems problems;
    private final String rule;

    Template(List<Token> template, SourceText cell, Problems problems, String rule) {
        this.template = template;
        this.cell = cell;
        this.problems = problems;
        this.rule = rule;
    }

    static boolean isPlace(Token token) {
        return token.kind() == Token.Kind.WORD && PLACE.matcher(token.text()).matches();
    }

    static boolean hasPlace(Token token) {
        return token.kind() == Token.Kind.TEXT && PLACE.matcher(token.text()).find();
    }

    List<Token> filled() {
        int values = template.stream().mapToInt(Template::highestPlace).max().orElse(0);
        List<SourceText> parts = values <= 1 ? List.of(stripped(0, cell.text().length())) : split();
        if (values > 1 && parts.size() != values) {
            problems.error(cell.whole(), rule, Fault.WRONG_VALUE_COUNT, values, parts.size());
        }
        List<Token> words = new ArrayList<>();
        for (Token token : template) {
            if (isPlace(token)) {
                words.addAll(value(part(parts, token.text().substring(1))));
            } else if (hasPlace(token)) {
                words.add(text(token, parts));
            } else {
                words.add(token);
            }
        }
        int length = cell.text().length();
        words.add(new Token(Token.Kind.END, "", cell.span(length, length)));
        return words;
    }

    private static int highestPlace(Token token) {
        int highest = 0;
        if (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.TEXT) {
            Matcher places = PLACE.matcher(token.text());
            while (places.find()) {
                highest = Math.max(highest, places.group(1).equals("param") ? 1 : Integer.parseInt(places.group(1)));
            }
        }
        return highest;
    }

    private static @Nullable SourceText part(List<SourceText> parts, String place) {
        int index = place.equals("param") ? 0 : Integer.parseInt(place) - 1;
        return index < parts.size() ? parts.get(index) : null;
    }

    /** A number, a text, {@code Param.name}, or a list of them for {@code in}. */
    private List<Token> value(@Nullable SourceText part) {
        if (part == null) {
            return List.of();
        }
        List<Token> words = Lexer.tokens(part, problems);
        List<Token> value = words.subList(0, words.size() - 1);
        for (Token word : value) {
            boolean allowed = word.kind() != Token.Kind.SYMBOL || "-.,/".contains(word.text());
            if (!allowed || word.kind() == Token.Kind.SYMBOL && word.is("/")) {
                throw new SyntaxFault(word.span(), Fault.EXPECTED, "a value / 值", word.shown());
            }
        }
        return value;
    }

    private Token text(Token token, List<SourceText> parts) {
        Matcher places = PLACE.matcher(token.text());
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (places.find()) {
            SourceText part = part(parts, places.group(1));
            if (part != null) {
                HiddenCharacters.refuse(part, rule, problems);
            }
            text.append(token.text(), from, places.start()).append(part == null ? "" : part.text());
            from = places.end();
        }
        text.append(token.text(), from, token.text().length());
        if (text.length() > Lexer.TOKEN_LENGTH_MAX) {
            throw new SyntaxFault(cell.whole(), Fault.TOO_LONG, Lexer.TOKEN_LENGTH_MAX);
        }
        return new Token(Token.Kind.TEXT, text.toString(), cell.whole());
    }

    private List<SourceText> split() {
        List<SourceText> parts = new ArrayList<>();
        int from = 0;
        String text = cell.text();
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',') {
                parts.add(stripped(from, i));
                from = i + 1;
            }
        }
        return parts;
    }

    private SourceText stripped(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(cell.text().charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(cell.text().charAt(end - 1))) {
            end--;
        }
        return cell.part(start, end);
    }
}
