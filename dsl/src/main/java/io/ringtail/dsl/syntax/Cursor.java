package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Goes through the tokens and gathers problems; after a problem the parser skips to where it can go on. */
final class Cursor {
    private static final int MAX_PROBLEMS = 20;

    private final SourceText source;
    private final List<Token> tokens;
    private final List<Problem> problems = new ArrayList<>();
    private int at;
    private int lastProblemAt = -1;

    Cursor(String text) {
        source = new SourceText(text);
        tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        at += found ? 1 : 0;
        return found;
    }

    void skipSymbols(String symbol) {
        while (peek().isSymbol(symbol)) {
            at++;
        }
    }

    boolean takeName(String name) {
        boolean found = peek().isName(name);
        at += found ? 1 : 0;
        return found;
    }

    /** Takes the symbol or says that it is missing. */
    boolean expect(String symbol, String where) {
        if (takeSymbol(symbol)) {
            return true;
        }
        unexpected("'" + symbol + "' " + where);
        return false;
    }

    /** Says that something else was wanted here. */
    void unexpected(String wanted) {
        unexpected(wanted, "");
    }

    /** @param hint what may have been meant; empty if nobody knows */
    void unexpected(String wanted, String hint) {
        Token token = peek();
        if (token.kind() == Token.Kind.END && !problems.isEmpty()) {
            return; // what was left out while skipping is not missing
        }
        if (token.kind() == Token.Kind.BAD) {
            problem(token.span(), token.text(), "");
        } else {
            problem(token.span(), "expected " + wanted + ", found " + describe(token), hint);
        }
    }

    /** Says that the operator should end here, and what may have been meant. */
    void unexpectedRest(Collection<String> words) {
        Token token = peek();
        String hint =
                Habits.rest(previous(), token).or(() -> near(token, words)).orElse("");
        unexpected("'|' or the end of the query", hint);
    }

    private static Optional<String> near(Token token, Collection<String> words) {
        return token.kind() == Token.Kind.NAME
                ? Nearest.of(token.text(), words).map(word -> "did you mean '" + word + "'?")
                : Optional.empty();
    }

    String describe(Token token) {
        return token.kind() == Token.Kind.END ? token.text() : "'" + source.at(token.span()) + "'";
    }

    void problem(Span span, String message, String hint) {
        // What follows from a problem shows at the same place; the first one says it best.
        if (problems.size() < MAX_PROBLEMS && span.start() != lastProblemAt) {
            problems.add(source.problem(span, message, hint));
            lastProblemAt = span.start();
        }
    }

    List<Problem> problems() {
        return problems;
    }

    int position() {
        return at;
    }

    /** Skips all that is left. */
    void toEnd() {
        at = tokens.size() - 1;
    }

    /** Skips behind the symbol that closes what is open, or to the end. */
    void recoverBehind(String close) {
        int depth = 0;
        while (!atEnd()) {
            Token token = next();
            if (depth <= 0 && token.isSymbol(close)) {
                return;
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
        }
    }

    /** Skips to the next {@code |} or {@code ;} outside brackets, or to the end. */
    void recover() {
        int depth = 0;
        while (!atEnd()) {
            Token token = peek();
            if (depth <= 0 && (token.isSymbol("|") || token.isSymbol(";"))) {
                return;
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            at++;
        }
    }
}
