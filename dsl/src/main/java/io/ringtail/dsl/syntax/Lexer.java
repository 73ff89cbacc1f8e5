package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Literals;
import io.ringtail.dsl.value.Timespans;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a text into tokens. Never fails: what is no word of the language becomes a {@link Token.Kind#BAD} token. */
final class Lexer {
    private static final String[] SYMBOLS = {
        "==", "=~", "!=", "!~", "<=", ">=", "<>", "=>", "..", "|", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")",
        "[", "]", "{", "}", ",", ";", ":", ".", "!", "~", "?"
    };

    /** So much of a wrong literal is told. */
    private static final int MAX_SHOWN = 60;

    private static final String LEAST_WITHOUT_SIGN =
            Long.toString(Long.MIN_VALUE).substring(1);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, text.length(), "the end of the query");
        return lexer.tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length()) {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Blanks of all kinds come with text that was copied from a page, and so do those that are not seen. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }

    private void next() {
        int start = at;
        char c = text.charAt(at);
        if (stringStarts(at)) {
            string(start);
        } else if (isNameStart(c)) {
            name(start);
        } else if (isDigit(c)) {
            number(start);
        } else if (c == '[' && bracketedName(start)) {
            return;
        } else {
            symbol(start);
        }
    }

    private void symbol(int start) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                add(Token.Kind.SYMBOL, start, symbol);
                return;
            }
        }
        at += Character.charCount(text.codePointAt(at));
        String character = text.substring(start, at);
        add(
                Token.Kind.BAD,
                start,
                "no word of the language starts with '" + character + "'" + Habits.character(character));
    }

    /** {@code ['name']} or {@code ["name"]}; an index into a value looks the same, and the parser tells them apart. */
    private boolean bracketedName(int start) {
        int inner = start + 1;
        while (inner < text.length() && text.charAt(inner) == ' ') {
            inner++;
        }
        if (inner >= text.length() || !stringStarts(inner)) {
            return false;
        }
        at = inner;
        Optional<String> content = stringContent();
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (content.isEmpty() || at >= text.length() || text.charAt(at) != ']') {
            at = start;
            return false;
        }
        at++;
        add(Token.Kind.QUOTED_NAME, start, content.get());
        return true;
    }

    private void name(int start) {
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        if (name.equals("true") || name.equals("false")) {
            literal(start, ScalarType.BOOL, name.equals("true"));
            return;
        }
        Optional<ScalarType> type = Literals.typeOfLiteral(name);
        if (type.isPresent() && typedLiteral(start, type.get())) {
            return;
        }
        add(Token.Kind.NAME, start, name);
    }

    /** {@code datetime(2026-01-01)}: what stands between the parentheses is read as text of that type. */
    private boolean typedLiteral(int start, ScalarType type) {
        int open = at;
        while (open < text.length() && text.charAt(open) == ' ') {
            open++;
        }
        if (open >= text.length() || text.charAt(open) != '(') {
            return false;
        }
        int close = closing(open);
        String content =
                text.substring(open + 1, Math.min(close, text.length())).strip();
        at = Math.min(close + 1, text.length());
        if (close >= text.length()) {
            add(Token.Kind.BAD, start, "the literal that starts here has no closing ')'");
            return true;
        }
        Optional<Literals.Parsed> parsed = Literals.parse(type, content);
        if (parsed.isPresent()) {
            literal(start, type, parsed.get().value());
        } else {
            add(Token.Kind.BAD, start, "'" + shortened(content) + "' is no " + type.label());
        }
        return true;
    }

    private static String shortened(String content) {
        return content.length() > MAX_SHOWN ? content.substring(0, MAX_SHOWN) + "…" : content;
    }

    /** Where the parenthesis at {@code open} closes, strings left alone; the end of the text if it does not. */
    private int closing(int open) {
        int depth = 0;
        char quote = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private void number(int start) {
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            hexadecimal(start);
            return;
        }
        digits();
        boolean real = false;
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            real = true;
            at++;
            digits();
        } else if (at < text.length() && text.charAt(at) == '.' && !text.startsWith("..", at) && !nameAt(at + 1)) {
            real = true;
            at++;
        }
        real |= exponent();
        suffix(start, real);
    }

    private void suffix(int start, boolean real) {
        String number = text.substring(start, at);
        int unitStart = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String unit = text.substring(unitStart, at);
        if (!unit.isEmpty()) {
            Optional<Long> ticks = Timespans.ofUnits(number, unit);
            if (ticks.isPresent()) {
                literal(start, ScalarType.TIMESPAN, new io.ringtail.ring.payload.Cell.Timespan(ticks.get()));
            } else if (Timespans.isUnit(unit)) {
                add(Token.Kind.BAD, start, "'" + text.substring(start, at) + "' is more than a timespan holds");
            } else if (number.chars().allMatch(Character::isDigit)) {
                add(Token.Kind.NAME, start, text.substring(start, at)); // 5h_average
            } else {
                add(Token.Kind.BAD, start, "'" + unit + "' after a number is no unit of time");
            }
        } else if (real) {
            literal(start, ScalarType.REAL, Double.parseDouble(number));
        } else {
            wholeNumber(start, number, 10);
        }
    }

    private void wholeNumber(int start, String digits, int radix) {
        try {
            long value = radix == 16 ? Long.parseUnsignedLong(digits, radix) : Long.parseLong(digits, radix);
            literal(start, ScalarType.LONG, value);
        } catch (NumberFormatException e) {
            String number = text.substring(start, at);
            ScalarType negated = number.equals(LEAST_WITHOUT_SIGN) ? ScalarType.LONG : null;
            String message = "'" + number + "' is no number of 64 bits";
            tokens.add(new Token(Token.Kind.BAD, new Span(start, at), message, negated, null));
        }
    }

    private void hexadecimal(int start) {
        at += 2;
        int digits = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        wholeNumber(start, text.substring(digits, at), 16);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private boolean exponent() {
        if (at >= text.length() || Character.toLowerCase(text.charAt(at)) != 'e') {
            return false;
        }
        int digitsAt = at + 1;
        if (digitsAt < text.length() && (text.charAt(digitsAt) == '+' || text.charAt(digitsAt) == '-')) {
            digitsAt++;
        }
        if (digitsAt >= text.length() || !isDigit(text.charAt(digitsAt))) {
            return false;
        }
        at = digitsAt;
        digits();
        return true;
    }

    private boolean stringStarts(int from) {
        int quote = from;
        if (text.startsWith("```", from)) {
            return true;
        }
        if (quote < text.length() && (text.charAt(quote) == 'h' || text.charAt(quote) == 'H')) {
            quote++;
        }
        if (quote < text.length() && text.charAt(quote) == '@') {
            quote++;
        }
        return quote < text.length() && (text.charAt(quote) == '"' || text.charAt(quote) == '\'');
    }

    private void string(int start) {
        Optional<String> content = stringContent();
        if (content.isPresent()) {
            literal(start, ScalarType.STRING, content.get());
        } else {
            add(Token.Kind.BAD, start, "the string that starts here has no end, or an escape that is none");
        }
    }

    /** Reads a string whose start is checked; empty, and at the end of the line, if it is not whole. */
    private Optional<String> stringContent() {
        if (text.startsWith("```", at)) {
            return fenced();
        }
        while (text.charAt(at) == 'h' || text.charAt(at) == 'H') {
            at++;
        }
        boolean verbatim = text.charAt(at) == '@';
        at += verbatim ? 2 : 1;
        char quote = text.charAt(at - 1);
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == quote && verbatim && at < text.length() && text.charAt(at) == quote) {
                content.append(c);
                at++;
            } else if (c == quote) {
                return Optional.of(content.toString());
            } else if (c == '\\' && !verbatim) {
                if (!escape(content)) {
                    skipLine();
                    return Optional.empty();
                }
            } else {
                content.append(c);
            }
        }
        return Optional.empty();
    }

    private Optional<String> fenced() {
        int end = text.indexOf("```", at + 3);
        String content = text.substring(at + 3, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 3;
        return end < 0 ? Optional.empty() : Optional.of(content);
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private boolean escape(StringBuilder content) {
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at++);
        int simple = "tnrbfav0\\\"'".indexOf(c);
        if (simple >= 0) {
            content.append("\t\n\r\b\f\u0007\u000B\0\\\"'".charAt(simple));
            return true;
        }
        int digits = c == 'u' ? 4 : c == 'x' ? 2 : c == 'U' ? 8 : 0;
        if (digits == 0 || at + digits > text.length()) {
            return false;
        }
        try {
            content.appendCodePoint(Integer.parseUnsignedInt(text.substring(at, at + digits), 16));
        } catch (IllegalArgumentException e) {
            return false;
        }
        at += digits;
        return true;
    }

    private void add(Token.Kind kind, int start, String content) {
        tokens.add(new Token(kind, new Span(start, at), content, null, null));
    }

    private void literal(int start, ScalarType type, @Nullable Object value) {
        tokens.add(new Token(Token.Kind.LITERAL, new Span(start, at), text.substring(start, at), type, value));
    }

    private boolean nameAt(int index) {
        return index < text.length() && isNameStart(text.charAt(index));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == '$' || Character.isLetter(c);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }
}
