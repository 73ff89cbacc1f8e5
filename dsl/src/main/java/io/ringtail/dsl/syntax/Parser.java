package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Literals;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a query. Goes on after a problem, so that several are reported at once; never throws. */
public final class Parser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final PipeParser pipes;
    private int depth;

    private Parser(String text) {
        cursor = new Cursor(text);
        expressions = new ExpressionParser(cursor);
        pipes = new PipeParser(cursor, expressions, this::pipeline);
    }

    /** What became of a text. */
    public sealed interface Outcome {
        record Ok(Script script) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    public static Outcome parse(String text) {
        Parser parser = new Parser(text);
        Script script = parser.script();
        List<Problem> problems = parser.cursor.problems();
        return problems.isEmpty() ? new Outcome.Ok(script) : new Outcome.Bad(List.copyOf(problems));
    }

    private Script script() {
        List<Script.Let> lets = new ArrayList<>();
        while (true) {
            cursor.skipSymbols(";");
            if (!cursor.takeName("let")) {
                break;
            }
            lets.add(let());
            if (!cursor.peek().isSymbol(";")) {
                cursor.unexpected("';' after the let statement");
                cursor.recover();
            }
        }
        Pipeline pipeline = pipeline();
        cursor.skipSymbols(";");
        if (!cursor.atEnd() && cursor.problems().isEmpty()) {
            cursor.unexpected("'|' or the end of the query");
        }
        return new Script(lets, pipeline);
    }

    private Script.Let let() {
        Expression.Name name = expressions.name();
        cursor.expect("=", "after the name");
        boolean parameters = cursor.peek(1).isSymbol(")") || cursor.peek(2).isSymbol(":");
        if (cursor.peek().isSymbol("(") && parameters) {
            cursor.problem(
                    name.span(),
                    "functions in 'let' are not supported",
                    "write the expression where it is used, or bind its value");
        }
        if (startsTable()) {
            return new Script.TableLet(name, pipeline());
        }
        return new Script.ScalarLet(name, expressions.parse());
    }

    /** Whether what follows is rows and not a value: an origin that says so itself, or a name with a pipe after it. */
    private boolean startsTable() {
        Token token = cursor.peek();
        boolean named = ExpressionParser.isColumnName(token);
        return named && (cursor.peek(1).isSymbol("|") || token.isName("datatable") || token.isName("print"))
                || named && token.isName("range") && !cursor.peek(1).isSymbol("(")
                || named && token.text().equals("events");
    }

    private Pipeline pipeline() {
        Origin origin = origin();
        List<Pipe> operators = new ArrayList<>();
        int known = cursor.problems().size();
        if (known > 0 && !cursor.peek().isSymbol("|")) {
            cursor.recover();
        }
        while (cursor.takeSymbol("|")) {
            int before = cursor.problems().size();
            pipes.parse().ifPresent(operators::add);
            if (cursor.problems().size() > before) {
                cursor.recover();
            } else if (!endsPipe()) {
                cursor.unexpectedRest(ExpressionParser.WORDS);
                cursor.recover();
            }
        }
        return new Pipeline(origin, operators);
    }

    private boolean endsPipe() {
        Token token = cursor.peek();
        return cursor.atEnd() || token.isSymbol("|") || token.isSymbol(";") || token.isSymbol(")");
    }

    private Origin origin() {
        Token token = cursor.peek();
        if (token.isName("datatable")) {
            return datatable();
        }
        if (token.isName("print")) {
            return print();
        }
        if (token.isName("range")) {
            return range();
        }
        if (token.isSymbol("(") && depth < 50) {
            return nested();
        }
        if (ExpressionParser.isColumnName(token)) {
            cursor.next();
            if (cursor.peek().isSymbol("(")) {
                cursor.problem(
                        token.span(), "'" + token.text() + "' is no table", "a query starts with a table: events | …");
            }
            return new Origin.Table(token.span(), token.text());
        }
        cursor.unexpected("a table");
        return new Origin.Table(token.span(), "");
    }

    private Origin nested() {
        depth++;
        Token open = cursor.next();
        Pipeline inner = pipeline();
        cursor.expect(")", "to close the '('");
        depth--;
        return new Origin.Nested(open.span().to(cursor.previous().span()), inner);
    }

    private Origin print() {
        Token start = cursor.next();
        return new Origin.Print(start.span(), pipes.columns());
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
        List<Origin.ColumnType> columns = new ArrayList<>();
        while (!cursor.peek().isSymbol(")")) {
            columnType().ifPresent(columns::add);
            if (!cursor.takeSymbol(",")) {
                break;
            }
        }
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

    private Optional<Origin.ColumnType> columnType() {
        Expression.Name name = expressions.name();
        if (!cursor.expect(":", "and a type after the column's name")) {
            return Optional.empty();
        }
        Token type = cursor.next();
        Optional<ScalarType> known = Literals.typeNamed(type.text());
        if (known.isEmpty()) {
            cursor.problem(
                    type.span(),
                    "'" + type.text() + "' is no type",
                    "the types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic");
        }
        return known.map(scalar -> new Origin.ColumnType(name.span(), name.name(), scalar));
    }
}
