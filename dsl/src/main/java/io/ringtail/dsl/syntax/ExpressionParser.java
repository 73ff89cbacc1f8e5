package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A Pratt parser of expressions, with Kusto's precedence: {@code or}, {@code and}, equality and membership, order,
 * addition, multiplication, string operators, sign. Equality and order do not chain.
 */
final class ExpressionParser {
    /** Deeper nesting than any person writes; keeps a hostile text from overflowing the stack. */
    private static final int MAX_DEPTH = 200;
    /** A chain of operators is a tree as deep as it is long, and whoever walks it needs the stack for that. */
    private static final int MAX_OPERATORS = 500;

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int EQUALITY = 3;
    private static final int RELATION = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int STRING = 7;

    private static final Set<String> STRING_OPERATORS = Set.of(
            "has",
            "has_cs",
            "hasprefix",
            "hasprefix_cs",
            "hassuffix",
            "hassuffix_cs",
            "contains",
            "contains_cs",
            "startswith",
            "startswith_cs",
            "endswith",
            "endswith_cs",
            "matches");

    /** All operators that are words. */
    static final Set<String> WORDS = words();

    static final Set<String> MEMBERSHIPS = Set.of("in", "has_any", "has_all", "between");

    private final Cursor cursor;
    private final Supplier<Pipeline> pipelines;
    private int depth;
    private int operators;
    /** Whether {@code :} is an operator, as it is in a search. */
    private boolean searching;

    /** @param pipelines parses a query that stands for a value, or for the values to choose from */
    ExpressionParser(Cursor cursor, Supplier<Pipeline> pipelines) {
        this.cursor = cursor;
        this.pipelines = pipelines;
    }

    private static Set<String> words() {
        Set<String> words = new TreeSet<>(STRING_OPERATORS);
        words.addAll(Set.of("and", "or", "in", "has_any", "has_all", "between", "by"));
        return words;
    }

    Expression parse() {
        return parse(OR);
    }

    /** The condition of a search, in which {@code column:"text"} looks for a term. */
    Expression parseSearch() {
        searching = true;
        Expression predicate = parse();
        searching = false;
        return predicate;
    }

    /** An expression with a name before it, or without. */
    Expression parseNamed() {
        Token first = cursor.peek();
        if (isColumnName(first) && cursor.peek(1).isSymbol("=")) {
            Expression.Name name = name();
            cursor.next();
            Expression value = parse();
            return new Expression.Named(first.span().to(value.span()), List.of(name), value);
        }
        if (first.isSymbol("(")) {
            Optional<List<Expression.Name>> names = tupleNames();
            if (names.isPresent()) {
                Expression value = parse();
                return new Expression.Named(first.span().to(value.span()), names.get(), value);
            }
        }
        if (first.isSymbol("*")) {
            cursor.next();
            return new Expression.Star(first.span());
        }
        return parse();
    }

    /** A column's name, or a problem and a name that says so. */
    Expression.Name name() {
        Token token = cursor.peek();
        if (isColumnName(token)) {
            cursor.next();
            return new Expression.Name(token.span(), token.text());
        }
        cursor.unexpected("a name");
        return new Expression.Name(token.span(), "");
    }

    static boolean isColumnName(Token token) {
        return token.kind() == Token.Kind.NAME || token.kind() == Token.Kind.QUOTED_NAME;
    }

    /** {@code (a, b) =}: looked at ahead, for {@code (a)} alone is an expression. */
    private Optional<List<Expression.Name>> tupleNames() {
        List<Expression.Name> names = new ArrayList<>();
        int ahead = 1;
        while (isColumnName(cursor.peek(ahead))) {
            names.add(new Expression.Name(
                    cursor.peek(ahead).span(), cursor.peek(ahead).text()));
            ahead++;
            if (!cursor.peek(ahead).isSymbol(",") || !isColumnName(cursor.peek(ahead + 1))) {
                break;
            }
            ahead++;
        }
        if (names.isEmpty()
                || !cursor.peek(ahead).isSymbol(")")
                || !cursor.peek(ahead + 1).isSymbol("=")) {
            return Optional.empty();
        }
        for (int i = 0; i < ahead + 2; i++) {
            cursor.next();
        }
        return Optional.of(names);
    }

    private Expression tooLong() {
        Token token = cursor.peek();
        cursor.problem(
                token.span(),
                "the expression has more than " + MAX_OPERATORS + " operators",
                "write 'x in (…)' for many alternatives");
        cursor.recover();
        depth--;
        return new Expression.Missing(token.span());
    }

    private Expression parse(int minimum) {
        if (depth >= MAX_DEPTH) {
            Token token = cursor.peek();
            cursor.problem(token.span(), "the expression is nested more than " + MAX_DEPTH + " deep", "");
            cursor.recover();
            return new Expression.Missing(token.span());
        }
        operators = depth == 0 ? 0 : operators;
        depth++;
        int before = cursor.problems().size();
        Expression left = signed();
        while (true) {
            Optional<Infix> infix = infix();
            boolean wrong = cursor.problems().size() > before;
            if (wrong || infix.isEmpty() || infix.get().level < minimum) {
                depth--;
                return left;
            }
            if (++operators == MAX_OPERATORS + 1) {
                return tooLong();
            }
            left = combine(left, infix.get());
            if (infix.get().level == EQUALITY || infix.get().level == RELATION || infix.get().level == STRING) {
                minimum = Math.min(minimum, infix.get().level);
                if (chains(infix.get().level)) {
                    cursor.problem(
                            cursor.peek().span(),
                            "comparisons do not chain",
                            "write 'a < b and b < c' or use parentheses");
                }
            }
        }
    }

    private boolean chains(int level) {
        return infix().filter(next -> next.level == level).isPresent();
    }

    private Expression combine(Expression left, Infix infix) {
        Span symbolSpan = cursor.peek().span();
        for (int i = 0; i < infix.tokens; i++) {
            symbolSpan = symbolSpan.to(cursor.next().span());
        }
        String bare = infix.symbol.startsWith("!") ? infix.symbol.substring(1) : infix.symbol;
        if (bare.equals("between")) {
            return between(left, infix.symbol.startsWith("!"));
        }
        if (bare.equals("in") || bare.equals("in~") || bare.equals("has_any") || bare.equals("has_all")) {
            return membership(left, symbolSpan, infix.symbol);
        }
        Expression right = parse(infix.level + 1);
        return new Expression.Binary(left.span().to(right.span()), symbolSpan, infix.symbol, left, right);
    }

    private Expression membership(Expression left, Span symbolSpan, String symbol) {
        if (!cursor.expect("(", "after '" + symbol + "'")) {
            return new Expression.Missing(left.span());
        }
        if (cursor.peek().isSymbol(")")) {
            cursor.unexpected("an expression");
        }
        List<Expression> candidates = Lookahead.findsRows(cursor, 0) ? List.of(rows()) : list(")");
        Span span = left.span().to(cursor.previous().span());
        return new Expression.Membership(span, symbolSpan, symbol, left, candidates);
    }

    private Expression between(Expression left, boolean negated) {
        if (!cursor.expect("(", "after 'between'")) {
            return new Expression.Missing(left.span());
        }
        Expression low = parse(SUM);
        cursor.expect("..", "between the two ends");
        Expression high = parse(SUM);
        cursor.expect(")", "after the two ends");
        return new Expression.Between(left.span().to(cursor.previous().span()), negated, left, low, high);
    }

    /** Expressions up to the closing bracket, which is taken. */
    List<Expression> list(String close) {
        List<Expression> expressions = new ArrayList<>();
        while (!cursor.peek().isSymbol(close)) {
            int before = cursor.position();
            boolean rows = close.equals(")") && Lookahead.startsRows(cursor);
            expressions.add(rows ? new Expression.Rows(cursor.peek().span(), pipelines.get()) : parseNamed());
            if (!cursor.takeSymbol(",") || cursor.position() == before) {
                break;
            }
            // The rows of a datatable may end in a comma, as in Kusto; arguments may not.
            if (close.equals(")") && cursor.peek().isSymbol(close)) {
                cursor.unexpected("an expression");
            }
        }
        if (!cursor.takeSymbol(close)) {
            cursor.unexpected("',' or '" + close + "'");
            cursor.recover();
        }
        return expressions;
    }

    private record Infix(String symbol, int level, int tokens) {}

    private Optional<Infix> infix() {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.SYMBOL) {
            return symbolInfix(token);
        }
        return token.kind() == Token.Kind.NAME ? nameInfix(0, "") : Optional.empty();
    }

    private Optional<Infix> symbolInfix(Token token) {
        return switch (token.text()) {
            case "==", "!=" -> Optional.of(new Infix(token.text(), EQUALITY, 1));
            case "<>" -> Optional.of(new Infix("!=", EQUALITY, 1));
            case "<", "<=", ">", ">=" -> Optional.of(new Infix(token.text(), RELATION, 1));
            case "+", "-" -> Optional.of(new Infix(token.text(), SUM, 1));
            case "*", "/", "%" -> Optional.of(new Infix(token.text(), PRODUCT, 1));
            case "=~", "!~" -> Optional.of(new Infix(token.text(), STRING, 1));
            case ":" -> searching ? Optional.of(new Infix(":", EQUALITY, 1)) : Optional.empty();
            case "!" -> nameInfix(1, "!");
            default -> Optional.empty();
        };
    }

    private Optional<Infix> nameInfix(int ahead, String prefix) {
        Token token = cursor.peek(ahead);
        String name = token.kind() == Token.Kind.NAME ? token.text() : "";
        if (prefix.isEmpty() && (name.equals("and") || name.equals("or"))) {
            return Optional.of(new Infix(name, name.equals("or") ? OR : AND, 1));
        }
        if (name.equals("in")
                && token.touches(cursor.peek(ahead + 1))
                && cursor.peek(ahead + 1).isSymbol("~")) {
            return Optional.of(new Infix(prefix + "in~", EQUALITY, ahead + 2));
        }
        if (MEMBERSHIPS.contains(name)) {
            return Optional.of(new Infix(prefix + name, EQUALITY, ahead + 1));
        }
        if (name.equals("matches") && cursor.peek(ahead + 1).isName("regex")) {
            return Optional.of(new Infix("matches regex", STRING, ahead + 2));
        }
        if (STRING_OPERATORS.contains(name) && !name.equals("matches")) {
            return Optional.of(new Infix(prefix + name, STRING, ahead + 1));
        }
        return Optional.empty();
    }

    private Expression signed() {
        Token sign = cursor.peek();
        if (!sign.isSymbol("-") && !sign.isSymbol("+")) {
            return postfix();
        }
        cursor.next();
        if (sign.isSymbol("-") && cursor.peek().isLeastWithoutSign()) {
            return new Expression.Literal(sign.span().to(cursor.next().span()), ScalarType.LONG, Long.MIN_VALUE);
        }
        Expression operand = postfix();
        Span span = sign.span().to(operand.span());
        if (sign.isSymbol("+")) {
            return operand;
        }
        return operand instanceof Expression.Literal literal && literal.value() instanceof Long number
                ? new Expression.Literal(span, literal.type(), -number)
                : new Expression.Negation(span, operand);
    }

    private Expression postfix() {
        Expression expression = primary();
        for (int parts = 0; ; parts++) {
            if (parts > MAX_OPERATORS) {
                return tooManyParts();
            }
            if (cursor.peek().isSymbol(".") && isColumnName(cursor.peek(1))) {
                cursor.next();
                Expression.Name name = name();
                expression = new Expression.Member(expression.span().to(name.span()), expression, name);
            } else if (cursor.peek().kind() == Token.Kind.QUOTED_NAME
                    && cursor.previous().touches(cursor.peek())) {
                Token key = cursor.next();
                Expression.Name name = new Expression.Name(key.span(), key.text());
                expression = new Expression.Member(expression.span().to(key.span()), expression, name);
            } else if (startsIndex()) {
                cursor.takeSymbol(".");
                cursor.next();
                Expression index = parse();
                cursor.expect("]", "after the index");
                expression = new Expression.Index(
                        expression.span().to(cursor.previous().span()), expression, index);
            } else {
                return expression;
            }
        }
    }

    private Expression tooManyParts() {
        Token token = cursor.peek();
        cursor.problem(token.span(), "this is a part of more than " + MAX_OPERATORS + " others", "");
        cursor.recover();
        return new Expression.Missing(token.span());
    }

    /** {@code a[0]}, or {@code a.[0]}. */
    private boolean startsIndex() {
        return cursor.peek().isSymbol("[") && cursor.previous().touches(cursor.peek())
                || cursor.peek().isSymbol(".") && cursor.peek(1).isSymbol("[");
    }

    private Expression primary() {
        Token token = cursor.peek();
        return switch (token.kind()) {
            case LITERAL -> literal(cursor.next());
            case QUOTED_NAME -> name();
            case NAME -> cursor.peek(1).isSymbol("(") ? call() : name();
            case SYMBOL -> symbol(token);
            case BAD, END -> missing(token);
        };
    }

    /** {@code *} before a comparison stands for any column. */
    private Expression symbol(Token token) {
        if (token.isSymbol("*") && comparesAnyColumn(cursor.peek(1))) {
            return new Expression.Star(cursor.next().span());
        }
        return token.isSymbol("(") ? parenthesized() : missing(token);
    }

    private boolean comparesAnyColumn(Token next) {
        return next.kind() == Token.Kind.NAME && STRING_OPERATORS.contains(next.text())
                || next.isSymbol("==")
                || next.isSymbol("=~")
                || searching && next.isSymbol(":");
    }

    private Expression parenthesized() {
        cursor.next();
        Expression inner = parse();
        cursor.expect(")", "to close the '('");
        return inner;
    }

    private Expression missing(Token token) {
        cursor.unexpected(
                "an expression", Habits.expression(cursor.previous(), token).orElse(""));
        if (!token.isSymbol("|") && !token.isSymbol(")") && !token.isSymbol(";") && !token.isSymbol(",")) {
            cursor.next();
        }
        return new Expression.Missing(token.span());
    }

    /** The string that is next, with those that follow it. */
    String text() {
        return String.valueOf(literal(cursor.next()).value());
    }

    /** Strings that follow each other are one. */
    private Expression.Literal literal(Token token) {
        ScalarType type = token.type() == null ? ScalarType.STRING : token.type();
        if (type != ScalarType.STRING || cursor.peek().type() != ScalarType.STRING) {
            return new Expression.Literal(token.span(), type, token.value());
        }
        StringBuilder whole = new StringBuilder().append(token.value());
        while (cursor.peek().type() == ScalarType.STRING) {
            whole.append(cursor.next().value());
        }
        return new Expression.Literal(token.span().to(cursor.previous().span()), type, whole.toString());
    }

    /** A query that goes on to the closing parenthesis, which is taken. */
    private Expression rows() {
        Token first = cursor.peek();
        boolean wasSearching = searching;
        searching = false;
        int before = cursor.problems().size();
        Pipeline pipeline = pipelines.get();
        searching = wasSearching;
        if (cursor.problems().size() == before) {
            cursor.expect(")", "to close the '('");
        }
        return new Expression.Rows(first.span().to(cursor.previous().span()), pipeline);
    }

    /** The name of a function, and its arguments. */
    Expression call() {
        Expression.Name function = name();
        cursor.next();
        boolean rows = function.name().equals("toscalar")
                && (Lookahead.findsRows(cursor, 0) || cursor.peek().isName("print"));
        List<Expression> arguments = rows ? List.of(rows()) : list(")");
        return new Expression.Call(function.span().to(cursor.previous().span()), function, arguments);
    }
}
