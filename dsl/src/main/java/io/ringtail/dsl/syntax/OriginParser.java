package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.function.Supplier;

/** Parses where rows come from. */
final class OriginParser {
    private static final int MAX_DEPTH = 50;

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final PipeParser pipes;
    private final StatementParser statements;
    private final Supplier<Pipeline> pipelines;
    private int depth;

    OriginParser(
            Cursor cursor,
            ExpressionParser expressions,
            PipeParser pipes,
            StatementParser statements,
            Supplier<Pipeline> pipelines) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.pipes = pipes;
        this.statements = statements;
        this.pipelines = pipelines;
    }

    Origin parse() {
        Token token = cursor.peek();
        if (token.isSymbol("(")) {
            return nested(token);
        }
        if (token.isSymbol("*")) {
            return table(); // in a union all of them
        }
        if (!ExpressionParser.isColumnName(token)) {
            cursor.unexpected("a table");
            return new Origin.Table(token.span(), "");
        }
        boolean word = token.kind() == Token.Kind.NAME && !cursor.peek(1).isSymbol("=");
        return switch (word ? token.text() : "") {
            case "datatable" -> datatable();
            case "print" -> new Origin.Print(cursor.next().span(), pipes.columns());
            case "range" -> range();
            case "union" ->
                new Origin.Union(cursor.next().span(), pipes.combining().legs());
            case "materialize" -> {
                cursor.next();
                yield nested(token);
            }
            case "wmi" -> cursor.peek(1).isSymbol("(") ? wmi() : table();
            case "externaldata" -> refuse(cursor.next(), "the rows of other files come in with 'datatable'");
            case "cluster", "database", "workspace" ->
                refuse(cursor.next(), "there is one recording: start with 'events' or a provider's name");
            default -> cursor.peek(1).isSymbol("(") ? call(token) : table();
        };
    }

    private Origin wmi() {
        Token start = cursor.next();
        cursor.next();
        Token question = cursor.peek();
        if (!(question.value() instanceof String wql)) {
            cursor.unexpected("a question in quotes, such as 'SELECT Name FROM Win32_Process'");
            return new Origin.Table(start.span(), "");
        }
        cursor.next();
        cursor.expect(")", "after the question");
        return new Origin.Wmi(start.span().to(cursor.previous().span()), question.span(), wql);
    }

    private Origin refuse(Token word, String way) {
        cursor.problem(word.span(), "'" + word.text() + "' is not supported", way);
        cursor.recover();
        return new Origin.Table(word.span(), "");
    }

    /** In a union the name of a table may have {@code *} in it. */
    private Origin table() {
        Token first = cursor.next();
        StringBuilder name = new StringBuilder(first.text());
        while (cursor.peek().isSymbol("*") && cursor.previous().touches(cursor.peek())) {
            name.append(cursor.next().text());
            if (ExpressionParser.isColumnName(cursor.peek())
                    && cursor.previous().touches(cursor.peek())) {
                name.append(cursor.next().text());
            }
        }
        return new Origin.Table(first.span().to(cursor.previous().span()), name.toString());
    }

    private Origin call(Token function) {
        Expression call = expressions.call();
        return call instanceof Expression.Call known
                ? new Origin.Call(known.span(), known)
                : new Origin.Table(function.span(), "");
    }

    /** Parentheses with a query in them. */
    private Origin nested(Token first) {
        if (depth == MAX_DEPTH) {
            cursor.problem(first.span(), "queries stand in queries more than " + MAX_DEPTH + " deep", "");
            cursor.recover();
            return new Origin.Table(first.span(), "");
        }
        depth++;
        cursor.expect("(", "before the query");
        Pipeline inner = pipelines.get();
        cursor.expect(")", "to close the '('");
        depth--;
        return new Origin.Nested(first.span().to(cursor.previous().span()), inner);
    }

    private Origin range() {
        Token start = cursor.next();
        Expression.Name name = expressions.name();
        keyword("from");
        Expression low = expressions.parse();
        keyword("to");
        Expression high = expressions.parse();
        keyword("step");
        return new Origin.Range(start.span(), name, low, high, expressions.parse());
    }

    private void keyword(String word) {
        if (!cursor.takeName(word)) {
            cursor.unexpected("'" + word + "'");
        }
    }

    private Origin datatable() {
        Token start = cursor.next();
        cursor.expect("(", "before the columns");
        List<Origin.ColumnType> columns = statements.columns();
        cursor.expect(")", "after the columns");
        List<Expression> values = List.of();
        Token open = cursor.peek();
        if (open.kind() == Token.Kind.QUOTED_NAME) {
            cursor.next();
            values = List.of(new Expression.Literal(open.span(), ScalarType.STRING, open.text()));
        } else if (cursor.expect("[", "before the values")) {
            values = expressions.list("]");
        }
        return new Origin.Datatable(start.span().to(cursor.previous().span()), columns, values);
    }
}
