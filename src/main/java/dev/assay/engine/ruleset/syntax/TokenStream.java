package dev.assay.engine.ruleset.syntax;

import java.util.List;

/** A place in a list of words. */
final class TokenStream {
    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekAfter(int words) {
        return tokens.get(Math.min(at + words, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean looksAt(String symbolOrWord) {
        return peek().is(symbolOrWord);
    }

    boolean take(String symbolOrWord) {
        if (looksAt(symbolOrWord)) {
            next();
            return true;
        }
        return false;
    }

    Token expect(String symbolOrWord) {
        if (!looksAt(symbolOrWord)) {
            throw expected(symbolOrWord);
        }
        return next();
    }

    Token expect(Token.Kind kind, String what) {
        if (peek().kind() != kind) {
            throw expected(what);
        }
        return next();
    }

    SyntaxFault expected(String what) {
        return new SyntaxFault(peek().span(), Fault.EXPECTED, what, peek().shown());
    }
}
