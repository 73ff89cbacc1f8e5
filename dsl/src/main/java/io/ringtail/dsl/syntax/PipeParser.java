package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses what stands between two {@code |}. */
final class PipeParser {
    /** Those that are read here. */
    private static final List<String> OWN = List.of(
            "where",
            "filter",
            "summarize",
            "sort",
            "order",
            "top",
            "take",
            "limit",
            "count",
            "distinct",
            "getschema",
            "serialize");

    private static final int MAX_OPERATORS = 1_000;

    /** Kusto's operators that are not there, each with the nearest way to the same end. */
    private static final Map<String, String> UNSUPPORTED = Map.ofEntries(
            Map.entry("facet", "use 'summarize count() by'"),
            Map.entry("fork", "run two queries"),
            Map.entry(
                    "reduce",
                    "group texts by their shape: summarize count() by replace_regex(Message, @\"\\d+\", \"*\")"),
            Map.entry("consume", "use 'count'"));

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final CombiningPipeParser combining;
    private final List<OperatorFamily> families;

    /**
     * @param pipelines parses a query within the query
     * @param legs parses one that stands beside others, in parentheses if it has operators
     */
    PipeParser(Cursor cursor, ExpressionParser expressions, Supplier<Pipeline> pipelines, Supplier<Pipeline> legs) {
        this.cursor = cursor;
        this.expressions = expressions;
        combining = new CombiningPipeParser(cursor, expressions, this, pipelines, legs);
        families = List.of(
                new ColumnPipeParser(cursor, this),
                new ShapeParser(cursor, expressions, this),
                new TimeParser(cursor, expressions),
                new RenderParser(cursor, expressions),
                combining);
    }

    CombiningPipeParser combining() {
        return combining;
    }

    /** All operators that follow, each behind a {@code |}. */
    void parseAll(List<Pipe> into) {
        while (cursor.takeSymbol("|")) {
            if (into.size() == MAX_OPERATORS) {
                cursor.problem(cursor.peek().span(), "more than " + MAX_OPERATORS + " operators stand in a row", "");
                cursor.toEnd();
                return;
            }
            one(into);
        }
    }

    /** Operators in parentheses, where no {@code |} stands before the first. */
    void parseInner(List<Pipe> into) {
        one(into);
        parseAll(into);
    }

    private void one(List<Pipe> into) {
        int before = cursor.problems().size();
        parse().ifPresent(into::add);
        if (cursor.problems().size() > before) {
            cursor.recover();
        } else if (!endsOperator()) {
            rest();
            cursor.recover();
        }
    }

    /** Says that what stands here belongs to no operator, and what may have been meant. */
    void rest() {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.NAME && names().contains(token.text()) && !token.isName("as")) {
            cursor.unexpected("'|' or the end of the query", "put a '|' before '" + token.text() + "'");
        } else {
            cursor.unexpectedRest(ExpressionParser.WORDS);
        }
    }

    /** The names of all operators. */
    List<String> names() {
        List<String> names = new ArrayList<>(OWN);
        families.forEach(family -> names.addAll(family.names()));
        return names;
    }

    /** The operator at the cursor; empty after a problem. */
    Optional<Pipe> parse() {
        Token first = cursor.peek();
        if (first.kind() != Token.Kind.NAME) {
            boolean isDouble = first.isSymbol("|") && cursor.previous().touches(first);
            cursor.unexpected("an operator", isDouble ? "alternatives are written with 'or'" : "");
            cursor.skipSymbols("|");
            return Optional.empty();
        }
        String name = operatorName();
        Span span = first.span().to(cursor.previous().span());
        skipHints();
        for (OperatorFamily family : families) {
            if (family.names().contains(name)) {
                return family.parse(name, span);
            }
        }
        return switch (name) {
            case "where", "filter" -> Optional.of(new Pipe.Where(span, expressions.parse()));
            case "summarize" -> Optional.of(summarize(span));
            case "sort", "order" -> sort(span);
            case "top" -> top(span);
            case "take", "limit" -> Optional.of(new Pipe.Take(span, expressions.parse()));
            case "count" ->
                Optional.of(new Pipe.Count(
                        span, cursor.takeName("as") ? Optional.of(expressions.name()) : Optional.empty()));
            case "distinct" -> Optional.of(new Pipe.Distinct(span, columns()));
            case "getschema" -> Optional.of(new Pipe.Schema(span));
            case "serialize" -> Optional.of(new Pipe.Serialize(span, endsOperator() ? List.of() : columns()));
            default -> refuse(span, name);
        };
    }

    /** {@code project - away} is one word when no blank stands between. */
    private String operatorName() {
        Token first = cursor.next();
        StringBuilder name = new StringBuilder(first.text());
        Token last = first;
        while (cursor.peek().isSymbol("-")
                && last.touches(cursor.peek())
                && cursor.peek(1).kind() == Token.Kind.NAME
                && cursor.peek().touches(cursor.peek(1))) {
            cursor.next();
            last = cursor.next();
            name.append('-').append(last.text());
        }
        return name.toString();
    }

    /** {@code hint.strategy = shuffle} and its like say how, not what. */
    void skipHints() {
        while (cursor.peek().isName("hint")
                && cursor.peek(1).isSymbol(".")
                && cursor.peek(3).isSymbol("=")) {
            for (int i = 0; i < 5; i++) {
                cursor.next();
            }
        }
    }

    private Optional<Pipe> refuse(Span span, String name) {
        String way = UNSUPPORTED.get(name);
        if (way != null) {
            cursor.problem(span, "the operator '" + name + "' is not supported", way);
            return Optional.empty();
        }
        String hint = Habits.operator(name)
                .or(() -> Nearest.of(name, names()).map(near -> "did you mean '" + near + "'?"))
                .orElse("docs/language.md lists all operators");
        cursor.problem(span, "no operator '" + name + "'", hint);
        return Optional.empty();
    }

    List<Expression> columns() {
        List<Expression> columns = new ArrayList<>();
        int before = cursor.problems().size();
        do {
            columns.add(expressions.parseNamed());
        } while (cursor.problems().size() == before && cursor.takeSymbol(","));
        return columns;
    }

    private Pipe summarize(Span span) {
        List<Expression> aggregates = List.of();
        if (!cursor.peek().isName("by") && !endsOperator()) {
            aggregates = columns();
        }
        List<Expression> keys = cursor.takeName("by") ? columns() : List.of();
        if (aggregates.isEmpty() && keys.isEmpty()) {
            cursor.unexpected("an aggregate or 'by'");
        }
        return new Pipe.Summarize(span, aggregates, keys);
    }

    private Optional<Pipe> sort(Span span) {
        if (!by("sort")) {
            return Optional.empty();
        }
        List<Pipe.Order> orders = new ArrayList<>();
        do {
            orders.add(order());
        } while (cursor.takeSymbol(","));
        return Optional.of(new Pipe.Sort(span, orders));
    }

    private Optional<Pipe> top(Span span) {
        Expression count = expressions.parse();
        if (cursor.atEnd() || cursor.peek().isSymbol("|")) {
            cursor.unexpected("'by' after 'top'", "any rows, or the first ones, are given by 'take'");
            return Optional.empty();
        }
        if (!by("top")) {
            return Optional.empty();
        }
        Pipe.Order order = order();
        if (cursor.peek().isSymbol(",")) {
            cursor.unexpected("'|' or the end of the query", "by several values: sort by a, b | take 10");
            return Optional.empty();
        }
        return Optional.of(new Pipe.Top(span, count, order));
    }

    boolean by(String operator) {
        if (cursor.takeName("by")) {
            return true;
        }
        cursor.unexpected("'by' after '" + operator + "'");
        return false;
    }

    Pipe.Order order() {
        Expression key = expressions.parse();
        boolean ascending = cursor.takeName("asc");
        if (!ascending) {
            cursor.takeName("desc");
        }
        Optional<Boolean> nullsFirst = Optional.empty();
        if (cursor.takeName("nulls")) {
            nullsFirst = Optional.of(cursor.takeName("first"));
            if (!nullsFirst.get() && !cursor.takeName("last")) {
                cursor.unexpected("'first' or 'last'");
            }
        }
        return new Pipe.Order(key, !ascending, nullsFirst);
    }

    boolean endsOperator() {
        Token token = cursor.peek();
        return cursor.atEnd()
                || token.isSymbol("|")
                || token.isSymbol(";")
                || token.isSymbol(")")
                || token.isSymbol("}");
    }
}
