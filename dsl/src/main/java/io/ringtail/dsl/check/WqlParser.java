package io.ringtail.dsl.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses {@code SELECT … FROM … WHERE …}. One use. */
final class WqlParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>[A-Za-z_][A-Za-z_0-9]*)|(?<number>-?\\d+(?:\\.\\d+)?)"
                    + "|'(?<single>(?:[^'\\\\]|\\\\.)*)'|\"(?<double>(?:[^\"\\\\]|\\\\.)*)\"|(?<symbol><>|!=|<=|>=|[=<>(),*]))");
    private static final int MAX_DEPTH = 50;

    private final String text;
    private final Matcher matcher;
    private int at;
    private int depth;

    WqlParser(String text) {
        this.text = text;
        matcher = TOKEN.matcher(text);
    }

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int at;

        Wrong(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }

    Wql.Parse parse() {
        try {
            return new Wql.Parse.Ok(question());
        } catch (Wrong e) {
            return new Wql.Parse.Bad(e.at, String.valueOf(e.getMessage()));
        }
    }

    private Wql question() {
        keyword("SELECT", "a WQL question starts with SELECT");
        List<String> columns = new ArrayList<>();
        if (!takeSymbol("*")) {
            do {
                columns.add(name("a property"));
            } while (takeSymbol(","));
        }
        keyword("FROM", "expected FROM and a class, such as Win32_Process");
        String className = name("a class, such as Win32_Process");
        Optional<Wql.Condition> where = Optional.empty();
        if (takeKeyword("WHERE")) {
            where = Optional.of(or());
        }
        if (!text.substring(at).isBlank()) {
            throw wrong("expected " + (where.isPresent() ? "AND, OR" : "WHERE") + " or the end");
        }
        return new Wql(columns, className, where, text.strip());
    }

    private Wql.Condition or() {
        Wql.Condition left = and();
        while (takeKeyword("OR")) {
            left = new Wql.Condition.Or(left, and());
        }
        return left;
    }

    private Wql.Condition and() {
        Wql.Condition left = not();
        while (takeKeyword("AND")) {
            left = new Wql.Condition.And(left, not());
        }
        return left;
    }

    private Wql.Condition not() {
        if (++depth > MAX_DEPTH) {
            throw wrong("conditions are nested too deeply");
        }
        Wql.Condition condition;
        if (takeKeyword("NOT")) {
            condition = new Wql.Condition.Not(not());
        } else if (takeSymbol("(")) {
            condition = or();
            if (!takeSymbol(")")) {
                throw wrong("expected ')'");
            }
        } else {
            condition = comparison();
        }
        depth--;
        return condition;
    }

    private Wql.Condition comparison() {
        String property = name("a property");
        if (takeKeyword("IS")) {
            boolean not = takeKeyword("NOT");
            keyword("NULL", "expected NULL");
            Wql.Condition isNull = new Wql.Condition.IsNull(property);
            return not ? new Wql.Condition.Not(isNull) : isNull;
        }
        if (takeKeyword("LIKE")) {
            return new Wql.Condition.Compare(property, Wql.Operator.LIKE, literal());
        }
        String symbol = token("symbol");
        Wql.Operator operator = symbol == null ? null : operator(symbol);
        if (operator == null) {
            throw wrong("expected =, <>, <, <=, >, >=, LIKE or IS after '" + property + "'; WQL has no arithmetic");
        }
        at = matcher.end();
        return new Wql.Condition.Compare(property, operator, literal());
    }

    private static Wql.@Nullable Operator operator(String symbol) {
        return switch (symbol) {
            case "=" -> Wql.Operator.EQUAL;
            case "<>", "!=" -> Wql.Operator.NOT_EQUAL;
            case "<" -> Wql.Operator.LESS;
            case "<=" -> Wql.Operator.LESS_OR_EQUAL;
            case ">" -> Wql.Operator.GREATER;
            case ">=" -> Wql.Operator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private Object literal() {
        for (String quoted : new String[] {"single", "double"}) {
            String found = token(quoted);
            if (found != null) {
                at = matcher.end();
                return found.replaceAll("\\\\(.)", "$1");
            }
        }
        String number = token("number");
        if (number != null) {
            at = matcher.end();
            return number.contains(".") ? (Object) Double.valueOf(number) : whole(number);
        }
        if (takeKeyword("TRUE")) {
            return true;
        }
        if (takeKeyword("FALSE")) {
            return false;
        }
        throw wrong("expected a text in quotes, a number, TRUE or FALSE");
    }

    private Object whole(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return Double.valueOf(digits);
        }
    }

    private String name(String wanted) {
        String found = token("name");
        if (found == null) {
            throw wrong("expected " + wanted);
        }
        at = matcher.end();
        return found;
    }

    private void keyword(String word, String message) {
        if (!takeKeyword(word)) {
            throw wrong(message);
        }
    }

    private boolean takeKeyword(String word) {
        String found = token("name");
        boolean taken = found != null && found.toUpperCase(Locale.ROOT).equals(word);
        at = taken ? matcher.end() : at;
        return taken;
    }

    private boolean takeSymbol(String symbol) {
        boolean taken = symbol.equals(token("symbol"));
        at = taken ? matcher.end() : at;
        return taken;
    }

    /** What the next token says if it is of this kind. */
    private @Nullable String token(String kind) {
        matcher.region(at, text.length());
        return matcher.lookingAt() ? matcher.group(kind) : null;
    }

    private Wrong wrong(String message) {
        int start = at;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return new Wrong(start, message);
    }
}
